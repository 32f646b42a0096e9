/**
 * The languages that a schedule is written in: the one list of them, each loaded when it is asked for.
 */
import { NoCounterpart, type Program } from './program.js'

/** A language. */
export interface Language {
  /** What people call it. */
  readonly label: string
  /** The ending of its files. */
  readonly extension: string
  /** Loads what writes it, which throws a NoCounterpart where a schedule has none. */
  load(): Promise<(program: Program) => string>
}

/** By the names that programs give them. */
export const LANGUAGES = {
  typescript: {
    label: 'TypeScript',
    extension: 'ts',
    load: () => import('./typescript.js').then(({ writeTypeScript }) => writeTypeScript),
  },
  composer: {
    label: 'Composer',
    extension: 'py',
    load: () => import('./composer.js').then(({ writeComposer }) => writeComposer),
  },
  pytorch: {
    label: 'PyTorch',
    extension: 'py',
    load: () => import('./pytorch.js').then(({ writePyTorch }) => writePyTorch),
  },
  optax: {
    label: 'optax',
    extension: 'py',
    load: () => import('./optax.js').then(({ writeOptax }) => writeOptax),
  },
  yaml: {
    label: 'llm-foundry YAML',
    extension: 'yaml',
    load: () => import('./yaml.js').then(({ writeYaml }) => writeYaml),
  },
  json: {
    label: 'JSON',
    extension: 'json',
    load: () => import('./json.js').then(({ writeJson }) => writeJson),
  },
} as const satisfies Record<string, Language>

/** The name of a language. */
export type LanguageName = keyof typeof LANGUAGES

/** Every name, in the order of lists. */
export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as LanguageName[]

/** What came of writing a program: its text, or why there is none. */
export type Written = { readonly text: string } | { readonly reason: string }

/** Writes a program in a language. */
export async function writeIn(language: LanguageName, program: Program): Promise<Written> {
  const write = await LANGUAGES[language].load()
  try {
    return { text: write(program) }
  } catch (error) {
    if (error instanceof NoCounterpart) return { reason: error.message }
    throw error
  }
}
