/**
 * A plan from the text of a file: a configuration of this package's, or any library's source.
 */
import { ConfigError } from '../config/errors.js'
import { isConfiguration } from '../config/recognize.js'
import type { Environment } from '../config/source.js'
import { SchedulerError } from '../errors/error.js'
import { detect } from '../frameworks/detect/detect.js'
import { importSchedule } from '../frameworks/import/import.js'
import type { ImportOptions } from '../frameworks/types.js'
import { type MatchPlan, tried } from './plan.js'

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
  const { readConfig } = await import('../config/read.js')
  const own = (): MatchPlan => {
    const { schedulers, run, baseLr, hasLr } = readConfig(text, { file, env: options.env ?? {} })
    return { schedulers, run, baseLr, hasLr, hasRatio: /["']?scale_schedule_ratio["']?\s*:/.test(text) }
  }
  if (isConfiguration(text)) return own()
  try {
    return planOfSource(await givenIn(text, file), options.total ?? null)
  } catch (error) {
    if (!SchedulerError.is(error)) throw error
    throw new ConfigError(file, [], error.message, { cause: error })
  }
}

/** What `importSchedule` takes, from a text: with what stands beside the source. */
async function givenIn(text: string, file: string): Promise<ImportOptions> {
  const { candidates } = await detect(text)
  const beside = besideOf(text)
  const number = (...keys: string[]) => keys.map((key) => beside[key]).find((value) => typeof value === 'number')
  const [baseLr, total, epochBatches] = [number('baseLr', 'base_lr'), number('total'), number('epochBatches')]
  const given = candidates.map((candidate): ImportOptions => {
    return {
      ...candidate,
      ...(typeof baseLr === 'number' ? { baseLr } : {}),
      ...(typeof total === 'number' ? { total } : {}),
      ...(typeof epochBatches === 'number' ? { epochBatches } : {}),
    }
  })
  if (given.length === 1) return given[0]!
  const best = closest(given)
  if (best === null) {
    const names = candidates.map(({ library }) => library).join(' or ')
    const cure = 'Write it as { "library": …, "source": … }'
    throw new ConfigError(file, [], `A plan is of one library; found keys of ${names}. ${cure}.`)
  }
  return best
}

/** Of libraries that a text may be of the one that knows the most of its keys; null where several know as many. */
function closest(given: readonly ImportOptions[]): ImportOptions | null {
  const unknown = given.map((each) => {
    const imported = tried(() => importSchedule({ baseLr: 1, total: 1000, ...each }))
    return imported === null ? Number.POSITIVE_INFINITY : imported.unmatched.length
  })
  const fewest = Math.min(...unknown)
  const best = given.filter((_, index) => unknown[index] === fewest)
  return best.length === 1 && Number.isFinite(fewest) ? best[0]! : null
}

/** What stands beside a source that says its library itself. */
function besideOf(text: string): Data {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'library' in value ? (value as Data) : {}
  } catch {
    return {}
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
  const lacks = (error: unknown, option: string) =>
    SchedulerError.is(error, 'missing-option') && error.details.option === option
  try {
    const plan = read(given)
    const isOpen = given.total === undefined && plan.assumed?.some(({ path }) => path === 'total')
    return isOpen && logged !== null ? longer(plan, () => read({ ...given, total: logged })) : plan
  } catch (error) {
    // What a library's file doesn't say the log does.
    if (lacks(error, 'total') && logged !== null) return planOfSource({ ...given, total: logged }, logged)
    if (lacks(error, 'baseLr')) return { ...planOfSource({ ...given, baseLr: 1 }, logged), hasLr: false }
    throw error
  }
}

/** A plan whose length was taken from the times that it names, for the log's own length; itself where it has none. */
function longer(plan: MatchPlan, read: () => MatchPlan): MatchPlan {
  try {
    return read()
  } catch (error) {
    if (SchedulerError.is(error)) return plan
    throw error
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
