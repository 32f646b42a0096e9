/**
 * Code of a function as a value, by the browser's own parser: the words of a syntax error are in the rejection, in every
 * browser, where an error event of a worker may have none.
 */
import { unclosedIn } from './unclosed.js'

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
// What closes one of the two closes the other one not.
const BRACKETS = ['[]', '()'] as const
/** Lines before the code where it is only parsed. */
const BEFORE = 2

/** Why a text is no expression within brackets; null where it is one. Runs nothing of it. */
async function refusal(code: string, [open, close]: string): Promise<Error | null> {
  try {
    await load(`throw '${PARSED}'\nexport default ${open}\n${code}\n${close}`)
  } catch (error) {
    return error === PARSED ? null : (error as Error)
  }
  return null
}

/** The value of one expression; rejects with the error of its parsing or its evaluation. Runs nothing that is more. */
export async function valueOfCode(code: string): Promise<unknown> {
  const refusals = [await refusal(code, BRACKETS[0]), await refusal(code, BRACKETS[1])]
  if (refusals.some((error) => error !== null)) throw new SyntaxError(await wordsOf(code, refusals))
  return (await load(`export default (\n${code}\n)`)).default
}

/** What a text lacks, in words that name nothing but what stands in it. */
async function wordsOf(code: string, refusals: readonly (Error | null)[]): Promise<string> {
  const own = unclosedIn(code)
  if (own !== null) return own
  const [first, second] = refusals
  const found = (first ?? second)!
  const brackets = first === null ? BRACKETS[1] : BRACKETS[0]
  const end = code.trimEnd().split('\n').length
  // A parser that comes to the bracket behind the text speaks of it.
  if (first?.message !== second?.message && /['"][\])]['"]/.test(found.message)) {
    return `the text ends too soon, in line ${end}`
  }
  const line = await lineOf(code, found, brackets)
  if (/^missing [\])]/.test(found.message) && first?.message !== second?.message) {
    return `something stands after the end of the expression, in line ${line}`
  }
  return `${found.message} (line ${line})`
}

/** The line of an error: as the browser tells it, or the first one with which the text has the same error. */
async function lineOf(code: string, error: Error, brackets: string): Promise<number> {
  const { message, lineNumber } = error as Error & { readonly lineNumber?: unknown }
  if (typeof lineNumber === 'number') return Math.max(1, lineNumber - BEFORE)
  const lines = code.split('\n')
  let [low, high] = [1, lines.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const found = await refusal(lines.slice(0, middle).join('\n'), brackets)
    if (found?.message === message) high = middle
    else low = middle + 1
  }
  return low
}
