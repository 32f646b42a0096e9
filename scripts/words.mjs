// The words of the catalogue for the page, as a plugin of Vite: what its forms need at once, what each option is for as a
// second part that comes later, and none of the formulas, which only what writes code needs.
import { runnerImport } from 'vite'

/** Who imports the second part. */
const LATER = /\/state\/descriptions\.ts$/
const SECOND = '?descriptions'

/** Gives the catalogue in `file` in two parts. */
export function wordsOnly(file) {
  return {
    name: 'words-only',
    enforce: 'pre',
    resolveId: (id, importer = '') =>
      LATER.test(importer) && id.endsWith('catalogue/index.js') ? `${file}${SECOND}` : null,
    async load(id) {
      if (id !== file && id !== `${file}${SECOND}`) return null
      const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
      const words = Object.entries(module.CATALOGUE)
      // As rows, which are shorter than objects.
      const written = (keys, rowOf) => {
        const rows = words.map(([type, entry]) => [type, ...rowOf(entry)])
        const object = `([type, ${keys}]) => [type, { ${keys} }]`
        return `export const CATALOGUE = Object.fromEntries(${JSON.stringify(rows)}.map(${object}))`
      }
      /** What the options say under a key, of those that say something there. */
      const told = (options, name) =>
        Object.fromEntries(
          Object.entries(options).flatMap(([key, option]) =>
            option[name] === undefined ? [] : [[key, { [name]: option[name] }]],
          ),
        )
      if (id !== file) return written('options', ({ options }) => [told(options, 'description')])
      const inPython = words.map(([type]) => type).filter(module.isInPython)
      return [
        written('label, summary, options', ({ label, summary, options }) => [label, summary, told(options, 'example')]),
        `const inPython = ${JSON.stringify(inPython)}`,
        'export const isInPython = (type) => inPython.includes(type)',
      ].join('\n')
    },
  }
}
