/** Logs of schedules as tools round them, late or whole, and what an answer without a plan is worth against the truth. */
import { type BuiltinScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { readConfig } from '../../ts/config/index.js'
import type { MatchAnswer } from '../../ts/match/answer.js'
import { type Canonical, toScheduler } from '../golden2/canonical.js'
import { type LogWriter, ndjson, scientific, TOOLS, type Tool } from './training-logs.js'

/** A schedule that was trained with. */
export interface Shown {
  /** The family that an answer is to name, or one that it may name as well. */
  readonly names: readonly string[]
  readonly scheduler: BuiltinScheduler
  readonly baseLr: number
  readonly total: number
}

/** How it was logged. */
export interface Logging {
  readonly tool: string
  readonly stride: number
  /** The part of the run that had passed when the log began. */
  readonly begin: number
}

/** A loop's own NDJSON with Python's `%.4e`. */
const fourDecimals: LogWriter = (rows) =>
  `${rows.map(({ step, lr }) => `{"step": ${step}, "lr": ${scientific(lr, 4)}}`).join('\n')}\n`

const WRITERS: Readonly<Record<string, Tool>> = {
  ...TOOLS,
  ndjson: { write: ndjson, offset: 0 },
  fourDecimals: { write: fourDecimals, offset: 0 },
}

/** A canonical schedule as it was trained with. */
export const shown = (
  names: string | readonly string[],
  schedule: Canonical,
  baseLr: number,
  total: number,
): Shown => ({
  names: typeof names === 'string' ? [names] : names,
  scheduler: toScheduler(schedule, 'ba'),
  baseLr,
  total,
})

/** Its log; null where it has no rates there. */
export function shownLog({ scheduler, baseLr, total }: Shown, { tool, stride, begin }: Logging): string | null {
  const { write, offset } = WRITERS[tool]!
  const steps = stepsOf(total, stride, begin)
  try {
    const at = steps.map((step) => Math.max(0, step + offset))
    const lrs = evaluate(scheduler, new TrainingRun({ maxDuration: `${total}ba` }), { at, baseLr })
    if (!lrs.every(Number.isFinite)) return null
    return write(
      steps.map((step, index) => ({ step, lr: lrs[index]! })),
      total,
    )
  } catch {
    return null
  }
}

function stepsOf(total: number, stride: number, begin: number): number[] {
  const from = Math.floor((total * begin) / stride)
  const count = Math.floor(total / stride) - from
  return Array.from({ length: count }, (_, index) => (from + index + 1) * stride)
}

/** What an answer is worth: with the family's name, by another of the same rates, refused with a reason, or wrong. */
export type Verdict = 'right' | 'equal' | 'refused' | 'wrong'

/** Holds an answer against the truth at every update between the first row and the last. */
export function verdictOf(truth: Shown, logging: Logging, answer: MatchAnswer): Verdict {
  if (!answer.identified) return answer.reason ? 'refused' : 'wrong'
  const [first] = answer.schedules
  const { offset } = WRITERS[logging.tool]!
  const steps = stepsOf(truth.total, logging.stride, logging.begin)
  const [from, to] = [Math.max(0, steps[0]! + offset), steps.at(-1)! + offset]
  const at = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const expected = evaluate(truth.scheduler, new TrainingRun({ maxDuration: `${truth.total}ba` }), {
    at,
    baseLr: truth.baseLr,
  })
  const { run, schedulers, baseLr } = readConfig(first!.configuration)
  const readings = logging.tool.toLowerCase().includes('trainer') ? [0, 1] : [0]
  const top = Math.max(...expected)
  const loose = logging.tool === 'fourDecimals' || logging.tool === 'oldMegatron' ? 2e-3 : 1e-5
  // What jumps between two rows may jump at either.
  const isFree = at.map((update) => {
    const within = update - from - ((update - from) % logging.stride)
    const next = Math.min(within + logging.stride, at.length - 1)
    for (let each = within; each < next; each++) {
      if (Math.abs(expected[each + 1]! - expected[each]!) > 0.02 * expected[each]!) return true
    }
    return false
  })
  const isSame = readings.some((reading) => {
    const found = evaluate(schedulers, run, { at: at.map((update) => update + reading), baseLr: baseLr ?? 1 })
    return expected.every((rate, index) => isFree[index] || Math.abs(rate - found[index]!) <= loose * top)
  })
  if (!isSame) return 'wrong'
  return truth.names.includes(first!.name) ? 'right' : 'equal'
}
