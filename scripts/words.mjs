// The words of the catalogue for the page, as a plugin of Vite: its formulas, which only what writes code needs, stay away.
import { runnerImport } from 'vite'

/** Gives the catalogue in `file` without its formulas. */
export function wordsOnly(file) {
  return {
    name: 'words-only',
    enforce: 'pre',
    async load(id) {
      if (id !== file) return null
      const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
      const words = Object.entries(module.CATALOGUE).map(([type, { label, summary, options }]) => {
        return [type, { label, summary, options }]
      })
      const inPython = words.map(([type]) => type).filter(module.isInPython)
      return [
        `export const CATALOGUE = ${JSON.stringify(Object.fromEntries(words))}`,
        `const inPython = ${JSON.stringify(inPython)}`,
        'export const isInPython = (type) => inPython.includes(type)',
      ].join('\n')
    },
  }
}
