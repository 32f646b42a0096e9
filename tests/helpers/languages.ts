/**
 * The printers of `ts/languages/`: a program in each language, or the reason why there is none.
 */
import { writeComposer } from '../../ts/languages/composer.js'
import { builtinsOf } from '../../ts/languages/factor.js'
import { writeJson } from '../../ts/languages/json.js'
import { NoCounterpart, type Program } from '../../ts/languages/program.js'
import type { Flavour } from '../../ts/languages/python/notation.js'
import { writeTree } from '../../ts/languages/python/tree.js'
import { writeTypeScript } from '../../ts/languages/typescript.js'
import { writeYaml } from '../../ts/languages/yaml.js'

/** The first factor as a function of the step, for a library that counts in steps. */
const formula =
  (flavour: Flavour, library: string) =>
  ({ factors, batches }: Program): string =>
    writeTree('alpha', builtinsOf(factors, 'Python')[0]!, batches, flavour, library).join('\n')

const WRITERS = {
  typescript: writeTypeScript,
  composer: (program: Program) => writeComposer(program),
  yaml: writeYaml,
  json: writeJson,
  math: formula('math', 'PyTorch'),
  jax: formula('jax', 'optax'),
}

/** A language; of formulas, what their functions are called in. */
export type LanguageName = keyof typeof WRITERS

/** The text, or the reason why there is none. */
export function writeIn(language: LanguageName, program: Program): string {
  try {
    return WRITERS[language](program)
  } catch (error) {
    if (error instanceof NoCounterpart) return error.message
    throw error
  }
}
