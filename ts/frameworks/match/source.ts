/**
 * A plan from the text of a file: a configuration of this package's, or any library's source.
 */
import { ConfigError } from '../../config/errors.js'
import type { Environment } from '../../config/source.js'
import { SchedulerError } from '../../errors/error.js'
import { importSchedule } from '../import/import.js'
import type { ImportOptions } from '../types.js'
import type { MatchPlan } from './plan.js'

/** How to read a plan. */
export interface ReadPlanOptions {
  /** What messages call it. Default 'plan'. */
  readonly file?: string
  /** What `${oc.env:NAME}` reads in a configuration. Default: nothing is set. */
  readonly env?: Environment
  /** How many updates a log says that there were to be: taken where the plan has no length. */
  readonly total?: number | null
}

type Data = Readonly<Record<string, unknown>>

/**
 * Reads a plan for `matchLog`: a training configuration, a file of a library's that `detect` knows, or as JSON what
 * `importSchedule` takes: `{ "library": …, "source": …, "baseLr": …, "total": … }`.
 *
 * @throws ConfigError, and SchedulerError as `importSchedule` does
 *
 * @example
 * ```ts
 * const source = { class: 'torch.optim.lr_scheduler.CosineAnnealingLR', kwargs: { T_max: 100 } }
 * const plan = await readPlan(JSON.stringify({ library: 'torch', source, baseLr: 0.1 }))
 * matchLog('{"step": 50, "lr": 0.05}', { plan }).same // => true
 * ```
 */
export async function readPlan(text: string, options: ReadPlanOptions = {}): Promise<MatchPlan> {
  const file = options.file ?? 'plan'
  const found = await sourceOf(text, file)
  if (found === null) {
    const { readConfig } = await import('../../config/read.js')
    const { schedulers, run, baseLr, hasLr } = readConfig(text, { file, env: options.env ?? {} })
    return { schedulers, run, baseLr, hasLr, hasRatio: /["']?scale_schedule_ratio["']?\s*:/.test(text) }
  }
  try {
    return planOfSource(found, options.total ?? null)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new ConfigError(file, [], error.message, { cause: error })
  }
}

/** The plan of a source, with the log's total where it has none of its own. */
function planOfSource(given: ImportOptions, logged: number | null): MatchPlan {
  const read = (options: ImportOptions): MatchPlan => {
    const { scheduler, run, baseLr, assumed } = importSchedule(options)
    return {
      scheduler,
      run,
      baseLr,
      assumed,
      library: options.library,
      withTotal: (total) => {
        const before = options.total ?? run.batches
        const source = withNumber(options.source, before, total)
        return read({ ...options, source, ...(options.total === undefined ? {} : { total }) })
      },
      withBaseLr: (rate) => {
        const source = withNumber(options.source, baseLr, rate, /lr|rate/i)
        return read({ ...options, source, ...(options.baseLr === undefined ? {} : { baseLr: rate }) })
      },
    }
  }
  if (logged === null || given.total !== undefined) return read(given)
  try {
    const plan = read(given)
    return plan.assumed?.some(({ path }) => path === 'total') ? read({ ...given, total: logged }) : plan
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    // Some libraries have no schedule without a length.
    try {
      return read({ ...given, total: logged })
    } catch {
      throw error
    }
  }
}

const LENGTH = /step|iter|total|max|T_|initial|duration|updates|epochs|lengths?$/i
const NO_LENGTH = /warm|rate|lr$|batch|seed/i

/** A source in which a number, where it is a length, is another. */
function withNumber(source: unknown, from: number, to: number, name: RegExp = LENGTH, key = ''): unknown {
  if (Array.isArray(source)) return source.map((value) => withNumber(value, from, to, name, key))
  if (typeof source === 'object' && source !== null) {
    return Object.fromEntries(
      Object.entries(source).map(([inner, value]) => [inner, withNumber(value, from, to, name, inner)]),
    )
  }
  if (!name.test(key) || (name === LENGTH && NO_LENGTH.test(key))) return source
  if (source === from) return to
  if (typeof source === 'string' && Number.parseFloat(source) === from) {
    return source.replace(/^[\d.]+(?:e[-+]?\d+)?/i, String(to))
  }
  return source
}

/** A library's source in a text; null for a configuration. */
async function sourceOf(text: string, file: string): Promise<ImportOptions | null> {
  if (/--lr-decay-style|--train-iters/.test(text)) return { library: 'megatron-core', source: { flags: flagsOf(text) } }
  const { parseText } = await import('../../config/text.js')
  const value = parseText(text, file)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const data = value as Data
  if (typeof data.library === 'string' && 'source' in data) {
    const { library, source, total, epochBatches } = data
    const baseLr = data.baseLr ?? data.base_lr
    return {
      library,
      source,
      ...(typeof baseLr === 'number' ? { baseLr } : {}),
      ...(typeof total === 'number' ? { total } : {}),
      ...(typeof epochBatches === 'number' ? { epochBatches } : {}),
    }
  }
  if ('lr_scheduler_type' in data)
    return { library: 'transformers', source: { class: 'transformers.TrainingArguments', kwargs: data } }
  if (typeof data.scheduler === 'object' && data.scheduler !== null && 'params' in data.scheduler) {
    const optimizer = data.optimizer as { params?: { lr?: number } } | undefined
    return {
      library: 'deepspeed',
      source: { config: { scheduler: data.scheduler }, optimizer_lr: optimizer?.params?.lr },
    }
  }
  return null
}

/** The flags of a command line. */
function flagsOf(text: string): Data {
  const words = text.split(/\s+/)
  return Object.fromEntries(
    words.flatMap((word, index) => {
      if (!word.startsWith('--')) return []
      const value = words[index + 1] ?? ''
      return [[word, Number.isNaN(Number(value)) ? value : Number(value)]]
    }),
  )
}
