/**
 * Names of steps and of learning rates in logs that have names, and rows gathered by them.
 */
import type { Printed } from './printed.js'
import type { LogColumn, LogRow } from './types.js'

const RATE = /(?:^|[^a-z])(?:lr|lrs|learning[ _-]?rates?)(?:$|[^a-z])/i
// What stands beside a rate under a name that begins like it.
const BESIDE = /momentum|weight[ _-]?decay|beta|(?:^|[^a-z])(?:mom|wd)(?:$|[^a-z])|__(?:min|max)$/i

/** Whether a name is one of a learning rate. */
export const isRate = (name: string): boolean => RATE.test(name) && !BESIDE.test(name)

/** Names of the step in the order in which they count: the tool's own count of log calls comes last. */
const STEPS: readonly RegExp[] = [
  /(?:^|[^a-z])global[ _-]?step$/i,
  /^(?:step|steps|update|updates|num_updates|iteration|iter|batch|train_step|opt_step)$/i,
  /(?:^|[ /._-])(?:step|update|num_updates|iteration|iter|batch)$/i,
  /^_step$/i,
]

/** The name of the step among some, or null. */
export function stepName(names: readonly string[]): string | null {
  for (const pattern of STEPS) {
    const found = names.find((name) => pattern.test(name.trim()) && !BESIDE.test(name))
    if (found !== undefined) return found
  }
  return null
}

/** A name that Composer's LRMonitor gives: `lr-DecoupledAdamW/group0`. */
export const COMPOSER_RATE = /(?:^|[^a-z])lr-[\w.]+\/group\d+$/i

/** A name that HF's Trainer gives to a logger: `train/learning_rate`. */
export const TRAINER_RATE = /(?:^|[ /])train\/learning_rate$/

/** Columns by name, in the order in which they came. */
export class Columns {
  readonly #rows = new Map<string, LogRow[]>()
  readonly #others = new Set<string>()

  /** Adds a rate. */
  add(name: string, step: number, lr: Printed, more: Omit<LogRow, 'step' | 'lr'> = {}): void {
    const rows = this.#rows.get(name)
    const row = { step, lr, ...more }
    if (rows === undefined) this.#rows.set(name, [row])
    else rows.push(row)
  }

  /** Tells that a column is of something else than a learning rate. */
  addOther(name: string): void {
    this.#others.add(name)
  }

  /** All of them. */
  get all(): LogColumn[] {
    return Array.from(this.#rows, ([name, rows]) => ({ name, rows, isRate: !this.#others.has(name) }))
  }
}

/** A step: an integer of at least 0, which spreadsheets write as 10.0. */
export function stepOf(found: unknown): number | null {
  const value = typeof found === 'string' ? (found.trim() === '' ? Number.NaN : Number(found)) : found
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
