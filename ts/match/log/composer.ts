/**
 * What Composer's ConsoleLogger and FileLogger write of LRMonitor, with four decimals. The console has a head such as
 * `[batch=10/1000]:`, `[epoch=2][batch=3/50]:` or `[token=…/…]:` and a line for each metric; the file has
 * `[metric][batch=10]: lr-DecoupledAdamW/group0: 0.0003`. Its Trainer steps schedulers before its timestamp moves on, so
 * that a rate is that of the update before.
 */
import { Columns, stepOf } from './columns.js'
import { printed } from './printed.js'
import type { LogReader, LogText } from './types.js'

const RATE = /\b(lr-[\w.]+\/group\d+):\s*([-+.\deE]+)\s*$/
const FILED = /\[metric\]\[batch=(\d+)\]:\s*(.*)$/
const HEAD = /((?:\[(?:epoch|batch|iteration|sample|token|second)=\d+(?:\/\d+)?\])+):?\s*$/
const BATCHES = /\btime\/batch:\s*(\d+)(?:\.0*)?\s*$/

export const composer: LogReader = {
  kind: 'composer',
  title: "output of Composer's console or file logger",
  read({ lines, isOpen }): LogText | null {
    const columns = new Columns()
    let step: number | null = null
    let total: number | null = null
    // The rates below a head that counts no batches wait for the count that stands among them.
    let waiting: { name: string; rate: string }[] = []
    const filed = lines.some((line) => FILED.test(line))
    const add = (name: string, rate: string, at: number) => {
      const lr = printed(rate)
      if (lr !== null) columns.add(name, at, lr)
    }
    lines.forEach((line, index) => {
      // A number that ends with the file may go on.
      if (isOpen && index === lines.length - 1) return
      if (filed) {
        const [, batch, metric] = FILED.exec(line) ?? []
        const [, name, rate] = RATE.exec(metric ?? '') ?? []
        if (rate !== undefined) add(name!, rate, Number(batch))
        return
      }
      const head = HEAD.exec(line)
      if (head !== null && !/Eval\s/.test(line)) {
        const at = placeOf(head[1]!)
        step = at.step
        total = at.total ?? total
        waiting = []
        return
      }
      const [, name, rate] = RATE.exec(line) ?? []
      if (rate !== undefined) {
        if (step === null) waiting.push({ name: name!, rate })
        else add(name!, rate, step)
      }
      const [, batches] = BATCHES.exec(line) ?? []
      if (step === null && batches !== undefined) {
        // It is logged when a batch begins, and printed when it has ended.
        step = Number(batches) + 1
        for (const each of waiting) add(each.name, each.rate, step)
      }
    })
    const { all } = columns
    if (all.length === 0) return null
    return { kind: this.kind, columns: all, update: 'before', printing: 'printed', total, notes: [] }
  },
}

/** Where a head of the console stands, in batches; null where it counts something else. */
function placeOf(head: string): { step: number | null; total: number | null } {
  const counts = new Map(
    [...head.matchAll(/\[(\w+)=(\d+)(?:\/(\d+))?\]/g)].map(([, unit, count, of]) => [unit!, { count, of }]),
  )
  const [epoch, batch] = [counts.get('epoch'), counts.get('batch')]
  if (batch === undefined) return { step: null, total: null }
  const [count, of] = [Number(batch.count), batch.of === undefined ? null : Number(batch.of)]
  if (epoch === undefined) return { step: count, total: stepOf(of) }
  // Batches count from the start of an epoch, whose number begins at 1.
  return { step: of === null ? null : (Number(epoch.count) - 1) * of + count, total: null }
}
