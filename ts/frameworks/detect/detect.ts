/**
 * Whose a file is, by its content: the library, and the source that `importSchedule` takes.
 */
import { SchedulerError } from '../../errors/error.js'
import { isMapping, type Mapping } from '../import/fields.js'
import { LIBRARIES } from '../import/registry.js'
import type { Library } from '../types.js'
import { flagsOf } from './command-line.js'
import { checkText, contentOf, wrongText } from './content.js'

/** A library that a text may be of. */
export interface Candidate {
  /** The library. */
  readonly library: Library
  /** What `importSchedule` takes as `source`. */
  readonly source: unknown
}

/** What `detect` finds. */
export interface Detected {
  /** Whose the text is; null where it may be of several. */
  readonly library: Library | null
  /** What `importSchedule` takes as `source`; null where the text may be of several. */
  readonly source: unknown
  /** All libraries that the text may be of: at least one. */
  readonly candidates: readonly Candidate[]
}

/**
 * Finds whose schedule a file's content is: the arguments of a transformers Trainer, a DeepSpeed configuration, a torch
 * scheduler's state, a keras configuration as JSON; a command line of Megatron-LM, fairseq, timm and others; torchtitan's
 * TOML; the YAML of llm-foundry, OpenNMT-py, timm. What itself says its class or function (`{ class, kwargs }`) is found in
 * any of them. Nothing of a text is executed.
 *
 * It is asynchronous as it loads the readers of YAML and TOML, which only texts of these need.
 *
 * @param text - what a file holds, or a command line
 * @throws `source-text` for a text that can't be parsed, that is of no library, or longer than 8 Mi characters; `bad-type`
 *
 * @example
 * ```ts
 * const text = '{ "learning_rate": 0.0003, "lr_scheduler_type": "cosine", "warmup_steps": 10, "max_steps": 100 }'
 * const { library, source } = await detect(text)
 * library // => 'transformers'
 * importSchedule({ library: library!, source }).baseLr // => 0.0003
 *
 * const { candidates } = await detect('learning_rate: 0.1\nwarmup_steps: 10')
 * candidates.map((candidate) => candidate.library) // => ['transformers', 'OpenNMT-py']
 * ```
 */
export async function detect(text: string): Promise<Detected> {
  const plain = checkText(text)
  const candidates = await candidatesOf(plain)
  if (candidates.length === 0) {
    const cure = 'Say whose it is, with importSchedule and its library, or --from on the command line.'
    throw wrongText('none of the keys that tell a library', cure)
  }
  const [first, ...more] = candidates
  const { library, source } = more.length === 0 ? first! : { library: null, source: null }
  return { library, source, candidates }
}

/** What a library named beforehand takes of a text: its own part of the content, else all of it. */
export async function sourceOf(text: string, library: Library): Promise<unknown> {
  const plain = checkText(text)
  const reader = LIBRARIES[library]
  const flags = isCommandLine(plain) ? flagsOf(plain) : null
  if (flags !== null) return reader.recognizeFlags?.(flags) ?? { flags }
  const found = await contentOf(plain)
  if (isSaidBy(found, library)) return found
  return reader.recognize?.(found) ?? reader.suspect?.(found) ?? found
}

/** A text that has flags, and no keys of another kind. */
const isCommandLine = (text: string): boolean =>
  !/^\s*[{[]/.test(text) &&
  /(?:^|\s)--?[A-Za-z][\w.-]*/.test(text.slice(0, 65_536)) &&
  !/^[ \t]*(?:-[ \t]+)?[\w"'.-]+[ \t]*:(?:[ \t]|$)/m.test(text.slice(0, 65_536)) &&
  !/^[ \t]*\[[\w."-]+\][ \t]*$/m.test(text.slice(0, 65_536))

async function candidatesOf(text: string): Promise<Candidate[]> {
  const entries = Object.entries(LIBRARIES) as [Library, (typeof LIBRARIES)[Library]][]
  const flags = isCommandLine(text) ? flagsOf(text) : null
  if (flags !== null) {
    return entries.flatMap(([library, { recognizeFlags }]) => found(library, recognizeFlags?.(flags)))
  }
  const content = await contentOf(text)
  const said = entries.filter(([library]) => isSaidBy(content, library))
  if (said.length > 0) return said.map(([library]) => ({ library, source: content }))
  if (typeof content.library === 'string' && isMapping(content.source)) return named(content)
  const known = entries.flatMap(([library, { recognize }]) => found(library, recognize?.(content)))
  return known.length > 0 ? known : entries.flatMap(([library, { suspect }]) => found(library, suspect?.(content)))
}

/** What says its library itself: the arguments of `importSchedule`. */
function named({ library, source }: Mapping): Candidate[] {
  const asked = String(library).toLowerCase()
  const own = (Object.keys(LIBRARIES) as Library[]).find(
    (name) => name.toLowerCase() === asked || LIBRARIES[name].aliases.includes(asked),
  )
  if (own !== undefined) return [{ library: own, source }]
  throw new SchedulerError('option-range', {
    option: 'library',
    rule: `one of ${Object.keys(LIBRARIES).join(', ')}`,
    found: library,
  })
}

const found = (library: Library, source: Mapping | null | undefined): Candidate[] =>
  source === null || source === undefined ? [] : [{ library, source }]

/** Whether a class or a function is named that is the library's. */
function isSaidBy(content: Mapping, library: Library): boolean {
  const name = typeof content.class === 'string' ? content.class : content.fn
  return typeof name === 'string' && name.length < 200 && LIBRARIES[library].names?.test(name) === true
}
