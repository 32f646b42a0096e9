/**
 * A log as a series of learning rates: its kind is found, its column chosen, what is cut left out.
 */
import { describeValue } from '../../errors/error.js'
import { LogError } from '../error.js'
import { LOG_READERS } from './registry.js'
import type { LogColumn, LogRow, LogText, RawLog } from './types.js'

/** How to read a log. */
export interface ReadLogOptions {
  /** Which rate, where several differ: a column or a param group by its name, or by how that ends. */
  readonly column?: string
  /** What messages call it; a TensorBoard export has the name of what was logged there. Default 'log'. */
  readonly file?: string
}

/** A log that was read. */
export interface Log extends Omit<LogText, 'columns'> {
  /** What messages call it. */
  readonly file: string
  /** The column that was taken. */
  readonly column: string
  /** Its rows in the order of the file; at least one. */
  readonly rows: readonly LogRow[]
}

/**
 * Reads what a training run has logged: `trainer_state.json` of Hugging Face's Trainer, CSV exports of W&B and
 * TensorBoard, `metrics.csv` of Lightning, NDJSON with a step and lr, and lines of Megatron-LM, Composer and DeepSpeed.
 *
 * @throws LogError
 *
 * @example
 * ```ts
 * const { kind, rows, update } = readLog('{"step": 10, "lr": 0.001}\n{"step": 20, "lr": 0.0009}\n')
 * kind // => 'ndjson'
 * rows.map(({ step, lr }) => [step, lr.value]) // => [[10, 0.001], [20, 0.0009]]
 * update // => 'now'
 * ```
 */
export function readLog(text: string, options: ReadLogOptions = {}): Log {
  const file = options.file ?? 'log'
  refuseEvents(text, file)
  const raw = rawOf(text, file)
  const read = firstOf(LOG_READERS, (reader) => reader.read(raw))
  if (read === null) {
    const kinds = LOG_READERS.map(({ title }) => title).join('; ')
    const found = describeValue(raw.lines.find((line) => line.trim() !== '')?.slice(0, 60) ?? '')
    throw new LogError(
      'log-kind',
      `${file}: A log is one of: ${kinds}; found ${found}. Give it a step and lr for each row.`,
    )
  }
  const { columns, ...rest } = read
  const { name, rows } = chooseColumn(columns, options.column, file)
  return { ...rest, file, column: name, rows }
}

/** A file of TensorBoard's own, which is no text. */
export function refuseEvents(text: string, file: string): void {
  if (!/\.tfevents\b/.test(file) && !text.slice(0, 400).includes('brain.Event:')) return
  const cure =
    'Export it: in TensorBoard tick "Show data download links" and save the CSV of the learning rate, or write step and value with EventAccumulator'
  throw new LogError('log-events', `${file}: A log is text; found an event file of TensorBoard. ${cure}.`)
}

// What colours a terminal.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
const COLOURS = /\u001b\[[\d;]*m/g

function rawOf(text: string, file: string): RawLog {
  const whole = text.replace(/^\uFEFF/, '')
  const plain = whole.includes('\u001b') ? whole.replace(COLOURS, '') : whole
  const lines = plain.split(/\r\n|\n|\r/)
  const isOpen = lines.at(-1) !== ''
  if (!isOpen) lines.pop()
  return { text: plain, file, lines, isOpen }
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}

/** The column that is asked for, or the only one; several with equal rates are one. */
function chooseColumn(columns: readonly LogColumn[], wanted: string | undefined, file: string): LogColumn {
  const rates = columns.filter(({ isRate }) => isRate)
  const list = listOf(rates.length > 0 ? rates : columns)
  if (columns.length === 0 || (rates.length === 0 && wanted === undefined)) {
    const cure =
      columns.length === 0 ? 'Log the rate, or check the path' : `Name the rate with --column, one of ${list}`
    throw new LogError('log-empty', `${file}: A log has rows with a step and a learning rate; found none. ${cure}.`)
  }
  if (wanted !== undefined) {
    const found =
      columns
        .filter(({ name }) => name === wanted)
        .slice(0, 1)
        .at(0) ??
      onlyOf(columns.filter(({ name }) => name.endsWith(wanted))) ??
      onlyOf(columns.filter(({ name }) => name.includes(wanted)))
    if (found !== undefined) return found
    const rule = `${file}: --column is one of ${listOf(columns)}`
    throw new LogError('log-column', `${rule}; found ${describeValue(wanted)}. Name one of them.`)
  }
  const [first, ...others] = rates
  const differing = others.filter((column) => !isEqual(first!, column))
  if (differing.length === 0) return first!
  const rule = `${file}: A log is held against one learning rate; found several that differ: ${list}`
  throw new LogError('log-column', `${rule}. Choose one with --column.`)
}

// Enough to choose from.
const MOST_NAMES = 20

function listOf(columns: readonly LogColumn[]): string {
  const names = columns.slice(0, MOST_NAMES).map(({ name }) => describeValue(name))
  return [...names, ...(columns.length > MOST_NAMES ? ['…'] : [])].join(', ')
}

const onlyOf = (columns: readonly LogColumn[]): LogColumn | undefined => (columns.length === 1 ? columns[0] : undefined)

/** Whether two groups have the same rates at the steps of both. */
function isEqual(a: LogColumn, b: LogColumn): boolean {
  const rates = new Map(a.rows.map(({ step, lr }) => [step, lr.value]))
  const shared = b.rows.filter(({ step }) => rates.has(step))
  return shared.length > 0 && shared.every(({ step, lr }) => rates.get(step) === lr.value)
}
