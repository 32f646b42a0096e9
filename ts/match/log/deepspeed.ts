/**
 * Lines of DeepSpeed's engine: `step=10, skipped=0, lr=[0.001], mom=[(0.9, 0.999)]`, with a rate for each param group. The
 * schedule has been stepped when a line is written; a skipped step counts as a step and steps no schedule.
 */
import { Columns } from './columns.js'
import { printed } from './printed.js'
import type { LogReader, LogText } from './types.js'

const LINE = /\bstep=(\d+),\s*skipped=(\d+),\s*lr=\[([^\]]*)\]/

export const deepspeed: LogReader = {
  kind: 'deepspeed',
  title: 'lines of DeepSpeed',
  read({ lines }): LogText | null {
    const columns = new Columns()
    let found = false
    for (const line of lines) {
      const [, step, skipped, list] = LINE.exec(line) ?? []
      if (list === undefined) continue
      found = true
      // NumPy's and torch's numbers stand in parentheses with their type before them.
      const rates = [...list.matchAll(/(?:^|[\s,(])([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?=$|[\s,)])/g)]
      rates.forEach(([, rate], index) => {
        const lr = printed(rate!)
        if (lr === null) return
        columns.add(rates.length === 1 ? 'lr' : `lr[${index}]`, Number(step), lr, { skipped: Number(skipped) })
      })
    }
    if (!found) return null
    return { kind: this.kind, columns: columns.all, update: 'now', printing: 'shortest', total: null, notes: [] }
  },
}
