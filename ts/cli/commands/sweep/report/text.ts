/**
 * What a sweep tells a person: the plan of a dry run, progress, and the totals at the end.
 */
import { tableFormats } from '../../../../sweep/formats/registry.js'
import type { SweepPlan } from '../../../../sweep/plan/plan.js'
import type { SweepEnd } from '../../../../sweep/run/end.js'
import type { Shard } from '../../../../sweep/run/shard.js'
import { writeTo } from '../../../io/output.js'
import { opening } from './opening.js'
import { duration, openProgress, type Progress, short } from './progress.js'
import { faultLine, type SweepReport } from './report.js'
import { Work } from './work.js'

/** Shows progress on standard error, all else on standard output. */
export function textReport(folder: string): SweepReport {
  let plan: SweepPlan | null = null
  let shard: Shard | undefined
  let work: Work | null = null
  let progress: Progress | null = null
  let isTold = false
  let [told, nextTold] = [0, 0]
  const tellResumed = () => {
    const { resumed, parts } = work!
    if (!isTold && resumed > 0 && resumed < parts) progress!.say(`resumed ${resumed} of ${parts} parts`)
    isTold = true
  }
  return {
    dryRun: (plan) => print(planLines(plan, folder)),
    planned(sweepPlan, its) {
      plan = sweepPlan
      shard = its
      work = new Work(sweepPlan, undefined, its)
    },
    async part(part) {
      progress ??= await openProgress()
      work!.add(part)
      if (!part.resumed) tellResumed()
      progress.update(work!)
    },
    fault({ name, what }) {
      progress?.close()
      progress = null
      process.stderr.write(`${faultLine(name, what)}\n`)
    },
    async finished(end) {
      progress?.close()
      progress = null
      const lines = endLines(plan!, work!, folder)
      if (shard === undefined) await print(lines)
      else await print([...shardLines(shard, end, folder, work!.parts), ...(work!.parts === 0 ? [] : lines)])
    },
    ended: () =>
      print([
        ['complete', 'all parts are there, and so is the manifest'],
        ['open', ...opening(plan!, folder)],
      ]),
    progress({ parts, done, failed }) {
      const now = performance.now()
      if (done === told || (now < nextTold && done < parts)) return
      told = done
      nextTold = now + TELL_MS
      const wrong = failed === 0 ? '' : `, ${whole(failed)} have failed`
      process.stderr.write(`scale-schedule: ${whole(done)} of ${whole(parts)} parts are done${wrong}\n`)
    },
    notice: (found) => void process.stderr.write(`scale-schedule: ${found}\n`),
    detached: (again) =>
      print([
        ['enqueued', 'workers go on; whoever makes the last part writes the manifest'],
        ['look on', again],
      ]),
    failed: async () => {},
    close() {
      progress?.close()
      progress = null
    },
  }
}

// A line of a driver's progress.
const TELL_MS = 5000

type Line = readonly [label: string, ...texts: string[]]

const print = (lines: readonly Line[]): Promise<void> =>
  writeTo(
    process.stdout,
    lines
      .map(([label, ...texts]) => texts.map((text, i) => `${(i === 0 ? label : '').padEnd(16)}${text}\n`).join(''))
      .join(''),
  )

const whole = (count: number): string => count.toLocaleString('en-US')

function planLines(plan: SweepPlan, folder: string): Line[] {
  const { configurations, invalid, values, steps, parts, bytes } = plan.totals()
  const { layout } = plan.spec
  const axes = plan.space.axes.map(({ name, values }) => `${name}: ${whole(values.length)}`)
  return [
    ...nameOf(plan),
    ['plan', plan.digest],
    ['configurations', `${whole(configurations)}${invalid > 0 ? ` (${whole(invalid)} invalid)` : ''}`],
    ['axes', axes.length === 0 ? 'none' : axes.join(', ')],
    ...quantitiesOf(plan),
    ['steps', `${whole(steps)} to evaluate for summaries`],
    ['values', `${whole(values)} to keep`],
    ['parts', `${whole(parts)} of ${formatsOf(plan)}, ${layout}`],
    ['bytes', `about ${whole(bytes)}`],
    ...environmentOf(plan),
    ['folder', `${folder} (nothing written)`],
  ]
}

/** What is scheduled beside the learning rate. */
const quantitiesOf = ({ quantities }: SweepPlan): Line[] =>
  quantities.length === 0 ? [] : [['quantities', `lr, ${quantities.join(', ')}`]]

/** The variables that the bases use: whoever has secrets among them is to know where they go. */
function environmentOf({ spec }: SweepPlan): Line[] {
  const names = Object.keys(spec.environment ?? {})
  if (names.length === 0) return []
  return [['environment', names.join(', '), '(their values are written into plan.json and manifest.json)']]
}

function endLines(plan: SweepPlan, work: Work, folder: string): Line[] {
  const { parts, resumed, rows, bytes, seconds, values, rate } = work
  const { layout } = plan.spec
  const left = resumed === 0 ? '' : ` (${whole(resumed)} resumed)`
  const time: Line =
    resumed === parts
      ? ['complete', 'already; all parts are verified, and nothing was computed']
      : ['seconds', `${duration(seconds)}: ${whole(Math.round(values))} values, ${short(rate ?? 0)} a second`]
  return [
    ...nameOf(plan),
    ['folder', folder],
    ['parts', `${whole(parts)} of ${formatsOf(plan)}, ${layout}${left}`],
    ['rows', `${whole(rows.configurations)} of configurations, ${whole(rows.curves)} of curves`],
    ['bytes', whole(bytes)],
    time,
    ['open', ...opening(plan, folder)],
  ]
}

/** What a shard tells before all else. */
function shardLines({ index, count }: Shard, { finished, missing }: SweepEnd, folder: string, own: number): Line[] {
  const shard: Line = ['shard', `${index} of ${count}${own === 0 ? ', which has no parts' : ''}`]
  if (finished) return [shard, ['complete', 'the parts of all shards are there, and so is the manifest']]
  const { length } = missing
  return [shard, ['not yet', `${whole(length)} parts of other shards are missing (scale-schedule status ${folder})`]]
}

/** The format of the sweep, and that of the copy of its table. */
const formatsOf = ({ spec }: SweepPlan): string => tableFormats(spec.format).join(' and ')

const nameOf = ({ name }: SweepPlan): Line[] => (name === null ? [] : [['sweep', name]])
