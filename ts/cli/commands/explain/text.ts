/**
 * An explanation as lines for people.
 */

import type { Terminal } from '../../../plot/terminal/terminal.js'
import { Time } from '../../../state/time/time.js'
import { shortest } from '../../io/formats.js'
import { countsOf, orNull } from '../../io/summary.js'
import type { ExplainedPart, ExplainedQuantity, ExplainedScheduler, Explanation } from './explanation.js'
import type { ExplainedOption } from './options.js'

const count = (value: number) => value.toLocaleString('en-US')
const line = (label: string, text: string) => `${label.padEnd(16)}${text}`
const indented = (label: string, text: string) => line(`  ${label}${label.length > 13 ? ' ' : ''}`, text)

// What a terminal without Unicode shows in place.
const ASCII: readonly (readonly [RegExp, string])[] = [
  [/τ/g, 'tau'],
  [/α/g, 'alpha'],
  [/π/g, 'pi'],
  [/[×·]/g, '*'],
  [/→/g, '->'],
  [/…/g, '...'],
]

/**
 * The lines.
 *
 * @param trained - the batch that a Trainer trains with what is explained; null where the batch itself was asked for
 */
export function explanationLines(
  explanation: Explanation,
  at: Time,
  { unicode }: Pick<Terminal, 'unicode'>,
  trained: number | null = null,
): string[] {
  const lines = [
    ...heading(explanation, at, trained),
    ...explanation.schedulers.flatMap((scheduler) => ['', ...schedulerLines(scheduler, headOf(scheduler))]),
    '',
    ...result(explanation),
    ...explanation.quantities.flatMap(quantityLines),
  ]
  return unicode ? lines : lines.map((text) => ASCII.reduce((left, [from, to]) => left.replace(from, to), text))
}

function heading(explanation: Explanation, at: Time, trained: number | null): string[] {
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
  if (trained !== null) {
    const who = "Composer's Trainer, which steps its schedulers before its timestamp moves on, trains"
    lines.push(line('as trained', `${who} batch ${count(trained)} with this.`))
  }
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

/** The class, and which piece of its curve this is. */
function headOf({ type, phase }: ExplainedScheduler): string {
  if (phase === null) return type
  const { name, from, until, counter } = phase
  const span =
    until === Infinity ? `from ${count(from)} ${counter} on` : `from ${count(from)} to ${count(until)} ${counter}`
  return `${type}: ${name}, ${span}`
}

/** The lines of a scheduler, then those of its parts, further in. */
function schedulerLines(scheduler: ExplainedScheduler, head: string): string[] {
  const { options, t, formula, multiplier, notes, parts } = scheduler
  return [
    head,
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
    ...parts.flatMap((part) => partLines(part).map((text) => `    ${text}`)),
  ]
}

function partLines(part: ExplainedPart): string[] {
  const words = part.place === null ? '' : `, ${part.place}`
  return schedulerLines(part, `${part.path}: ${part.type}${words}`)
}

// More milestones than these are counted only.
const MOST_TIMES = 12

function optionLines({ name, value, conversions }: ExplainedOption): string[] {
  if (conversions.length === 0) return [indented(name, valueText(value))]
  const listed = conversions.slice(0, MOST_TIMES)
  const left = conversions.length - listed.length
  const texts = listed.map(
    ({ written, converted, how }) => `${written} → ${converted.value} ${converted.unit} (${how})`,
  )
  const lines = texts.map((text, index) => indented(index === 0 ? name : '', text))
  return left > 0 ? [...lines, indented('', `and ${left} more`)] : lines
}

function valueText(value: ExplainedOption['value']): string {
  if (value === null) return 'none'
  if (typeof value === 'number') return shortest(value)
  if (!Array.isArray(value)) return `${value}`
  const left = value.length - MOST_TIMES
  const listed = value.slice(0, MOST_TIMES).map(shortest).join(', ')
  return left > 0 ? `${listed}, and ${left} more` : listed || 'none'
}

/** A section of its own for something else than the learning rate. */
function quantityLines({ name, schedulers, value }: ExplainedQuantity): string[] {
  const multipliers = schedulers.map((scheduler) => shortest(scheduler.multiplier))
  const product = multipliers.length > 1 ? `${multipliers.join(' × ')} = ` : ''
  return [
    '',
    `${name}:`,
    ...schedulers.flatMap((scheduler, index) => [
      ...(index === 0 ? [] : ['']),
      ...schedulerLines(scheduler, headOf(scheduler)),
    ]),
    '',
    line(name, `${name.length > 15 ? ' ' : ''}${product}${shortest(value)}`),
  ]
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
