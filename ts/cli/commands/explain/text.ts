/**
 * An explanation as lines for people.
 */
import { Time } from '../../../state/time/time.js'
import { shortest } from '../../io/formats.js'
import { countsOf, orNull } from '../../io/summary.js'
import type { Terminal } from '../../terminal/terminal.js'
import type { ExplainedOption, ExplainedScheduler, Explanation } from './explanation.js'

const count = (value: number) => value.toLocaleString('en-US')
const line = (label: string, text: string) => `${label.padEnd(16)}${text}`
const indented = (label: string, text: string) => line(`  ${label}`, text)

// What a terminal without Unicode shows in place.
const ASCII: readonly (readonly [RegExp, string])[] = [
  [/τ/g, 'tau'],
  [/α/g, 'alpha'],
  [/π/g, 'pi'],
  [/[×·]/g, '*'],
  [/→/g, '->'],
  [/…/g, '...'],
]

/** The lines. */
export function explanationLines(explanation: Explanation, at: Time, { unicode }: Pick<Terminal, 'unicode'>): string[] {
  const lines = [
    ...heading(explanation, at),
    ...explanation.schedulers.flatMap(schedulerLines),
    '',
    ...result(explanation),
  ]
  return unicode ? lines : lines.map((text) => ASCII.reduce((left, [from, to]) => left.replace(from, to), text))
}

function heading(explanation: Explanation, at: Time): string[] {
  const { config, batch } = explanation
  const { file, name, run } = config
  const batches = orNull(() => run.batches)
  const totals = countsOf(config, batch)
  const lines = [
    line('config', name === null ? file : `${file} (${name})`),
    line('at', `${at}: batch ${count(batch)}${batches === null ? '' : ` of ${count(batches)}`}${totals}`),
    line('max_duration', lengthOf(explanation)),
    line('ssr', `${run.scaleScheduleRatio}`),
  ]
  if (batches !== null && batch >= batches) {
    lines.push(line('note', `The run ends before batch ${count(batches)}; this is what its schedulers say beyond.`))
  }
  return lines
}

/** max_duration, and how it was scaled. */
function lengthOf({ config: { run } }: Explanation): string {
  const { scaleScheduleRatio: ratio, maxDuration } = run
  const written = Time.fromTimestring(`${run.toJSON().maxDuration}`)
  if (ratio === 1) return `${written}`
  const isWhole = written.value * ratio === maxDuration.value
  return `${written} × ${ratio} = ${maxDuration}${isWhole ? '' : ', truncated'}`
}

function schedulerLines({ type, phase, options, t, formula, multiplier, notes }: ExplainedScheduler): string[] {
  const { name, from, until, counter } = phase
  const span =
    until === Infinity ? `from ${count(from)} ${counter} on` : `from ${count(from)} to ${count(until)} ${counter}`
  return [
    '',
    `${type}: ${name}, ${span}`,
    indented('what', formula.words),
    ...(t === null ? [] : [indented('t', `${t.value} ${t.unit}`)]),
    ...options.flatMap(optionLines),
    ...formula.quantities.map(({ name, formula, numbers, value }) =>
      indented(
        name,
        [formula, numbers, shortest(value)].filter((text, index, all) => text !== all[index - 1]).join(' = '),
      ),
    ),
    indented('α', formula.formula),
    indented('', `= ${formula.numbers}`),
    ...(shortest(multiplier) === formula.numbers ? [] : [indented('', `= ${shortest(multiplier)}`)]),
    ...notes.map((note) => indented('note', note)),
  ]
}

// More milestones than these are counted only.
const MOST_TIMES = 12

function optionLines({ name, value, conversions }: ExplainedOption): string[] {
  if (conversions.length === 0)
    return [indented(name, value === null ? 'none' : typeof value === 'number' ? shortest(value) : `${value}`)]
  const listed = conversions.slice(0, MOST_TIMES)
  const left = conversions.length - listed.length
  const texts = listed.map(
    ({ written, converted, how }) => `${written} → ${converted.value} ${converted.unit} (${how})`,
  )
  const lines = texts.map((text, index) => indented(index === 0 ? name : '', text))
  return left > 0 ? [...lines, indented('', `and ${left} more`)] : lines
}

/** The product. */
function result({ config, schedulers, multiplier, learningRate }: Explanation): string[] {
  const multipliers = schedulers.map((scheduler) => shortest(scheduler.multiplier))
  const lines = []
  if (multipliers.length > 1) lines.push(line('multiplier', `${multipliers.join(' × ')} = ${shortest(multiplier)}`))
  const rate = shortest(learningRate)
  if (config.hasLr)
    lines.push(line('learning rate', `${shortest(multiplier)} × ${shortest(config.baseLr)} (lr) = ${rate}`))
  else lines.push(line('learning rate', `${rate}, the multiplier itself: the file has no learning rate`))
  return lines
}
