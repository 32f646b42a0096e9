/**
 * Tables: exports of TensorBoard and of W&B, `metrics.csv` of Lightning, and any other with a step and a rate.
 *
 * - TensorBoard writes `Wall time,Step,Value` for one tag, whose name is in the file's; values are float32.
 * - W&B writes a column `RUN - KEY` for each run, and beside it `RUN - KEY__MIN` and `__MAX`, which differ where a row
 *   stands for several steps. Its "Step" counts log calls; `train/global_step` is the step where it stands.
 * - Lightning's LearningRateMonitor logs before a batch, under `_batches_that_stepped`: the rate of the update at that step.
 */
import { COMPOSER_RATE, Columns, isRate, stepName, stepOf, TRAINER_RATE } from './columns.js'
import { printed } from './printed.js'
import { type Table, tableOf } from './table.js'
import type { LogReader, LogText, RawLog } from './types.js'

const TENSORBOARD = ['wall time', 'step', 'value']

export const tensorboard: LogReader = {
  kind: 'tensorboard',
  title: 'a CSV export of TensorBoard',
  read(raw): LogText | null {
    const table = tableOf(raw.lines)
    if (table === null || TENSORBOARD.join() !== table.header.map((name) => name.toLowerCase()).join()) return null
    // tag names have / as _ in the names of downloads
    const tag = raw.file.replace(/\.csv$/i, '')
    const update = /lr-\w+_group\d+$/i.test(tag) ? 'before' : /train_learning_rate$/.test(tag) ? 'either' : 'now'
    return { ...rowsOf(table, raw, 'Step', ['Value']), kind: this.kind, update, printing: 'float32', total: null }
  },
}

export const wandb: LogReader = {
  kind: 'wandb',
  title: 'a CSV export of W&B',
  read(raw): LogText | null {
    const table = tableOf(raw.lines)
    if (table === null) return null
    const { header } = table
    const isOwn = header.some((name) => / - \S|__M(?:IN|AX)$|^_(?:step|runtime|timestamp)$/.test(name))
    if (!isOwn && !header.some((name) => TRAINER_RATE.test(name))) return null
    const step = stepName(header)
    const rates = header.filter(isRate)
    if (step === null) return null
    const isTrainers = rates.length > 0 && rates.every((name) => TRAINER_RATE.test(name))
    const { notes, columns } = rowsOf(table, raw, step, rates)
    const calls = /^_?step$/i.test(step) || /(?:^|- )_step$/i.test(step)
    const counts = `"${step}" counts log calls in W&B, and there is no train/global_step`
    return {
      kind: this.kind,
      columns,
      update: isTrainers ? 'either' : isComposers(rates) ? 'before' : 'now',
      printing: 'shortest',
      total: null,
      notes: calls ? [...notes, `${counts}: it is read as the step.`] : notes,
    }
  },
}

export const csv: LogReader = {
  kind: 'csv',
  title: 'a CSV with a step and a rate, such as metrics.csv of Lightning',
  read(raw): LogText | null {
    const table = tableOf(raw.lines)
    if (table === null) return null
    const step = stepName(table.header)
    const rates = table.header.filter(isRate)
    if (step === null) return null
    return {
      ...rowsOf(table, raw, step, rates),
      kind: this.kind,
      update: isComposers(rates) ? 'before' : 'now',
      printing: 'shortest',
      total: null,
    }
  },
}

const isComposers = (rates: readonly string[]) => rates.length > 0 && rates.every((name) => COMPOSER_RATE.test(name))

/** The rows that have a step and a rate. */
function rowsOf({ header, rows: all }: Table, { isOpen }: RawLog, step: string, rates: readonly string[]) {
  const columns = new Columns()
  // The first of a name; there may be very many.
  const places = new Map<string, number>()
  for (const [index, name] of header.entries()) if (!places.has(name)) places.set(name, index)
  const named = (name: string) => places.get(name) ?? -1
  const at = named(step)
  const isRateName = new Set(rates)
  const cut = isOpen && isCut({ header, rows: all }, at, rates.map(named))
  const rows = cut ? all.slice(0, -1) : all
  for (const name of places.keys()) {
    if (name === step || /__M(?:IN|AX)$/.test(name)) continue
    if (!isRateName.has(name)) columns.addOther(name)
    const [own, low, high] = [named(name), named(`${name}__MIN`), named(`${name}__MAX`)]
    for (const cells of rows) {
      const [found, lr] = [stepOf(cells[at]), printed(cells[own] ?? '')]
      if (found === null || lr === null) continue
      const [least, most] = [cells[low] ?? '', cells[high] ?? '']
      const isBucket = low >= 0 && high >= 0 && least !== '' && most !== '' && Number(least) !== Number(most)
      columns.add(name, found, lr, isBucket ? { isBucket } : {})
    }
  }
  return { columns: columns.all, notes: rows.length < all.length ? ['The last line is cut and left out.'] : [] }
}

/**
 * Whether the last line, which has no end, may be cut: it has fewer cells, or its last one, where that counts, may go on. A
 * rate of fewer digits than the others' is left out, and so is a step that goes back.
 */
function isCut({ header, rows }: Table, step: number, rates: readonly number[]): boolean {
  const cells = rows.at(-1)
  if (cells === undefined) return false
  if (cells.length < header.length) return true
  const last = header.length - 1
  const others = rows.slice(0, -1)
  if (last === step) return others.length > 0 && Number(cells[last]) <= Number(others.at(-1)![step])
  if (!rates.includes(last)) return false
  const digits = (text: string | undefined) => printed(text ?? '')?.digits ?? 0
  return others.some((other) => digits(other[last]) > digits(cells[last]))
}
