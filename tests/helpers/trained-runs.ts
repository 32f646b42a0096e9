/** Runs that did not train as planned: golden schedules with one thing wrong with each, and their logs. */
import { type BuiltinScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { FILES, type Row, rowsOf, toScheduler } from '../golden2/canonical.js'
import { TOOLS, type Tool, type TrainedRow } from './training-logs.js'

/** What can be wrong with a run, in the order in which causes are tried. */
export const WRONGS = [
  'one-step-late',
  'one-step-early',
  'accumulation',
  'total',
  'warmup-restarted',
  'steps-skipped',
  'float32',
  'base-lr',
] as const

export type Wrong = (typeof WRONGS)[number]

/** A run that was made. */
export interface TrainedRun {
  readonly name: string
  readonly wrong: Wrong | null
  readonly plan: { readonly scheduler: BuiltinScheduler; readonly run: TrainingRun; readonly baseLr: number }
  readonly log: string
  readonly steps: readonly number[]
}

interface Golden extends Row {
  readonly total: number | null
}

const ROWS = FILES.flatMap((file) => rowsOf(file) as Golden[]).filter(
  ({ schedule, unit = 'ba', epochs, total, steps }) =>
    schedule !== null && unit === 'ba' && epochs === undefined && (total ?? steps.at(-2)!) >= 12,
)

/** Numbers that look random and are the same each time. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

/** A run by chance; null where a schedule has no values for it. */
export function trainedRun(random: () => number): TrainedRun | null {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const row = pick(ROWS)
  const total = row.total ?? row.steps.at(-2)!
  const wrong = pick([null, ...WRONGS])
  const [toolName, tool] = pick(Object.entries(TOOLS))
  const stride = pick([1, 10, 50].filter((each) => each === 1 || total / each >= 6))
  const steps = stepsOf(random, total, stride)
  const scheduler = toScheduler(row.schedule!, 'ba')
  const run = new TrainingRun({ maxDuration: `${total}ba` })
  const baseLr = row.base_lr
  try {
    const lrs = ratesOf(row, wrong, tool, toolName, steps, total, random)
    if (lrs === null || !lrs.every(Number.isFinite)) return null
    const rows: TrainedRow[] = steps.map((step, index) => ({ step, lr: lrs[index]! }))
    const name = `${row.id}, ${wrong}, ${toolName} at ${stride}, ${steps.length} rows`
    return { name, wrong, plan: { scheduler, run, baseLr }, log: tool.write(rows, total), steps }
  } catch {
    return null
  }
}

/** Steps that are logged: from late on, with gaps, and with some again after a resume. */
function stepsOf(random: () => number, total: number, stride: number): number[] {
  const count = Math.min(300, Math.floor(total / stride))
  const late = random() < 0.2 ? Math.floor(count * 0.3) : 0
  const steps = Array.from({ length: count }, (_, index) => (index + 1) * stride).slice(late)
  const kept = random() < 0.3 ? steps.filter((_, index) => index % 7 !== 3 && index % 7 !== 4) : steps
  if (random() < 0.8 || kept.length < 10) return kept
  const [from, to] = [Math.floor(kept.length * 0.4), Math.floor(kept.length * 0.6)]
  return [...kept.slice(0, to), ...kept.slice(from)]
}

function ratesOf(
  row: Golden,
  wrong: Wrong | null,
  tool: Tool,
  toolName: string,
  steps: readonly number[],
  total: number,
  random: () => number,
): number[] | null {
  const { offset } = tool
  const between = (low: number, high: number) => Math.floor(low + random() * (high - low))
  const of = (schedule: typeof row.schedule) => {
    const run = new TrainingRun({ maxDuration: `${total}ba` })
    const table = evaluate(toScheduler(schedule!, 'ba'), run, { from: 0, count: 9 * total + 100, baseLr: row.base_lr })
    return (n: number) => table[Math.max(0, n)]!
  }
  const f = of(row.schedule)
  // HF's Trainer may have logged either update: late is later than both, early is earlier than both.
  const isEither = /rainer/.test(toolName)
  const latest = isEither ? -1 : offset
  const earliest = isEither ? 0 : offset
  switch (wrong) {
    case null:
      return steps.map((s) => f(s + offset))
    case 'one-step-late':
      return steps.map((s) => f(s + latest - 1))
    case 'one-step-early':
      return steps.map((s) => f(s + earliest + 1))
    case 'accumulation': {
      const k = between(2, 9)
      return random() < 0.5 ? steps.map((s) => f(k * s + offset)) : steps.map((s) => f(Math.floor((s + offset) / k)))
    }
    case 'total': {
      const { type, params } = row.schedule!
      if (params.t_max !== total) return null
      const other = Math.round(total * [0.5, 0.8, 1.25, 2, 3][between(0, 5)]!)
      const g = of({ ...row.schedule!, type, params: { ...params, t_max: other } })
      return steps.map((s) => g(s + offset))
    }
    case 'warmup-restarted': {
      const at = between(0.2 * total, 0.8 * total) + 1
      return steps.map((s) => (s < at ? f(s + offset) : f(s - at + offset)))
    }
    case 'steps-skipped': {
      const [at, by] = [between(0.2 * total, 0.7 * total) + 1, (random() < 0.5 ? -1 : 1) * between(2, 20)]
      return steps.map((s) => f(s + offset + (s < at ? 0 : by)))
    }
    case 'float32':
      return steps.map((s) => Math.fround(f(s + offset)))
    case 'base-lr': {
      const factor = [0.5, 0.1, 2, 0.9][between(0, 4)]!
      return steps.map((s) => factor * f(s + offset))
    }
  }
}
