/**
 * Code of a function as a value, by the browser's own parser: the words of a syntax error are in the rejection, in every
 * browser, where an error event of a worker may have none.
 */

const { createObjectURL, revokeObjectURL } = URL
const [Text, Link] = [Blob, URL]

/** Loads a module of a text. */
async function load(text: string): Promise<{ default?: unknown }> {
  const url = createObjectURL.call(Link, new Text([text], { type: 'text/javascript' }))
  try {
    return await import(/* @vite-ignore */ url)
  } finally {
    revokeObjectURL.call(Link, url)
  }
}

const PARSED = 'parsed'

/** The value of one expression; rejects with the error of its parsing or its evaluation. Runs nothing that is more. */
export async function valueOfCode(code: string): Promise<unknown> {
  // In brackets of another kind first, of which nothing runs: what closes the ones below closes none of these.
  await load(`throw '${PARSED}'\nexport default [\n${code}\n]`).catch((error: unknown) => {
    if (error !== PARSED) throw error
  })
  return (await load(`export default (\n${code}\n)`)).default
}
