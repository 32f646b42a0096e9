/**
 * Lines of Megatron-LM's `training_log`, and of what was made from it (Megatron-DeepSpeed, GPT-NeoX): `iteration 10/ 1000 |
 * … | learning rate: 1.500000E-04 | … | number of skipped iterations: 0 |`. Rates have six decimals, older ones three. The
 * schedule has been stepped when a line is written, so that it has the rate of the update to come; skipped iterations are
 * those since the line before, and step no schedule.
 */
import { Columns, stepOf } from './columns.js'
import { printed } from './printed.js'
import type { LogReader, LogText } from './types.js'

const LINE = /\biteration:?\s+(\d+)\s*\/\s*(\d+)\b/
const RATE = /\blearning rate:\s*([-+.\deE]+)/
const DECOUPLED = /\bdecoupled learning rate:\s*([-+.\deE]+)/
const SKIPPED = /\bnumber of skipped iterations:\s*(\d+)/

export const megatron: LogReader = {
  kind: 'megatron',
  title: 'lines of Megatron-LM',
  read({ lines, isOpen }): LogText | null {
    const columns = new Columns()
    const skips: { step: number; skipped: number }[] = []
    let total: number | null = null
    let found = false
    lines.forEach((line, index) => {
      const [, iteration, of] = LINE.exec(line) ?? []
      if (iteration === undefined || !RATE.test(line)) return
      found = true
      // A rate that ends with the file may go on.
      if (isOpen && index === lines.length - 1 && !/learning rate:\s*[-+.\deE]+\s*\|/.test(line)) return
      const step = Number(iteration)
      total = stepOf(of) || total
      // After a resume iterations come again: those skipped count from where it resumed.
      let last = skips.length - 1
      while (last >= 0 && skips[last]!.step >= step) last--
      const before = skips[last]?.skipped ?? 0
      const skipped = before + Number(SKIPPED.exec(line)?.[1] ?? 0)
      skips.push({ step, skipped })
      const lr = printed(RATE.exec(line.replace(DECOUPLED, ''))?.[1] ?? '')
      const decoupled = printed(DECOUPLED.exec(line)?.[1] ?? '')
      if (lr !== null) columns.add('learning rate', step, lr, { skipped })
      if (decoupled !== null) columns.add('decoupled learning rate', step, decoupled, { skipped })
    })
    if (!found) return null
    return { kind: this.kind, columns: columns.all, update: 'now', printing: 'printed', total, notes: [] }
  },
}
