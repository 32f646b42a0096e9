/**
 * The formula of each piece of a curve, in Composer's names, with its numbers put in. Tells what the core calculates, and
 * calculates no multiplier itself.
 */
import { intervalAt } from './restarts.js'

/** What a piece depends on. */
export interface PieceFacts {
  /** The class of the scheduler. */
  readonly type: string
  /** The phase, as the curve names it. */
  readonly phase: string
  /** The options that are numbers, by their names in configurations. */
  readonly numbers: Readonly<Record<string, number>>
  /** The converted times. */
  readonly times: Readonly<Record<string, number>>
  /** Where the ramp ends with a scaled slope; that of the option if it is not scaled. */
  readonly slopeEnd: number
  /** How many milestones are reached. */
  readonly reached: number
  /** The counter that is compared with the times. */
  readonly t: number
}

/** A quantity on the way to the multiplier. */
export interface Quantity {
  readonly name: string
  readonly formula: string
  readonly numbers: string
  readonly value: number
}

/** A formula. */
export interface Formula {
  /** What happens in this piece, in words. */
  readonly words: string
  readonly quantities: readonly Quantity[]
  readonly formula: string
  readonly numbers: string
  /** The documented surprises that the piece has. */
  readonly notes: readonly string[]
}

/** A number within a formula. */
const put = (value: number): string =>
  value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : `${value}`

/** The formula of the piece that holds. */
export function formulaOf(facts: PieceFacts): Formula {
  const { type, phase } = facts
  if (phase === 'warmup') return rampOf(facts)
  if (type === 'StepScheduler') return stepOf(facts)
  if (type.startsWith('MultiStep')) return milestonesOf(facts)
  if (type === 'ExponentialScheduler') return exponentialOf(facts)
  if (type === 'CosineAnnealingWarmRestartsScheduler') return restartsOf(facts)
  if (type === 'ConstantScheduler') return constantOf(facts)
  if (type === 'ConstantWithWarmupScheduler') return heldOf(facts.numbers.alpha!, 'alpha, whatever t_max is')
  return spanOf(facts)
}

function rampOf({ type, numbers, times, slopeEnd, t }: PieceFacts): Formula {
  const peak = type.startsWith('Linear') ? 'alpha_i' : type.startsWith('Constant') ? 'alpha' : null
  const isScaled = slopeEnd !== times.t_warmup
  const tau = {
    name: 'τ',
    formula: isScaled ? 't / (t_warmup × ssr)' : 't / t_warmup',
    numbers: `${put(t)} / ${put(slopeEnd)}`,
    value: t / slopeEnd,
  }
  const factor = (text: string) => (peak === null ? '' : ` · ${text}`)
  const notes: string[] = []
  if (isScaled) {
    const effect = slopeEnd < times.t_warmup! ? 'the value waits at its height until then' : 'the value jumps there'
    notes.push(
      `scale_warmup scales the slope only: the ramp ends at the unscaled t_warmup, ${times.t_warmup}, and ${effect}.`,
    )
  }
  return {
    words: `the ramp up to ${peak ?? '1'}`,
    quantities: [tau],
    formula: `min(1, τ)${factor(peak!)}`,
    numbers: `min(1, ${put(tau.value)})${factor(put(numbers[peak!]!))}`,
    notes,
  }
}

function stepOf({ numbers, times, t }: PieceFacts): Formula {
  const steps = Math.trunc(t / times.step_size!)
  return {
    words: 'gamma to the number of whole steps',
    quantities: [
      {
        name: 'n',
        formula: 'trunc(t / step_size)',
        numbers: `trunc(${put(t)} / ${put(times.step_size!)})`,
        value: steps,
      },
    ],
    formula: 'gamma^n',
    numbers: `${put(numbers.gamma!)}^${put(steps)}`,
    notes: [],
  }
}

const MOST_FACTORS = 6

function milestonesOf({ numbers, reached }: PieceFacts): Formula {
  const gamma = put(numbers.gamma!)
  const shown = new Array<string>(Math.min(reached, MOST_FACTORS)).fill(gamma).join(' · ')
  const product = reached > MOST_FACTORS ? `${shown} · … (${reached} times)` : shown
  return {
    words: `${reached} ${reached === 1 ? 'milestone is' : 'milestones are'} reached`,
    quantities: [],
    formula: 'gamma once for each milestone reached, multiplied',
    numbers: reached === 0 ? '1' : product,
    notes:
      reached > 1
        ? ['gamma is multiplied again and again, as Composer does; its power may differ in the last place.']
        : [],
  }
}

function exponentialOf({ numbers, times, t }: PieceFacts): Formula {
  const periods = t / times.decay_period!
  return {
    words: 'gamma to the number of periods',
    quantities: [
      { name: 'n', formula: 't / decay_period', numbers: `${put(t)} / ${put(times.decay_period!)}`, value: periods },
    ],
    formula: 'gamma^n',
    numbers: `${put(numbers.gamma!)}^${put(periods)}`,
    notes: [],
  }
}

function restartsOf({ numbers, times, t }: PieceFacts): Formula {
  const { index, start, length } = intervalAt(t, times.t_0!, numbers.t_mult!)
  const tau = (t - start) / length
  return {
    ...cosineOf(numbers.alpha_f!, tau),
    words: `half a cosine, in interval ${index + 1} since the start: from ${start}, ${length} long`,
    quantities: [
      {
        name: 'τ',
        formula: '(t - start) / length',
        numbers: `(${put(t)} - ${put(start)}) / ${put(length)}`,
        value: tau,
      },
    ],
    notes: [],
  }
}

function constantOf({ numbers, times, t }: PieceFacts): Formula {
  if (t < times.t_max!) return heldOf(numbers.alpha!, 'alpha, until t_max')
  return {
    ...heldOf(1, '1, since t_max is over'),
    notes: ['ConstantScheduler returns to 1 after t_max, also when alpha is another.'],
  }
}

function heldOf(value: number, formula: string): Formula {
  return { words: 'constant', quantities: [], formula, numbers: put(value), notes: [] }
}

/** A line, a cosine or a power over the time to t_max, or what is held after it. */
function spanOf(facts: PieceFacts): Formula {
  const { times, t } = facts
  const { t_warmup: start, t_max: end } = times as { t_warmup?: number; t_max: number }
  if (start !== undefined && end <= start) {
    const tau = { name: 'τ', formula: '0', numbers: '0', value: 0 }
    const notes = ['t_max is not after t_warmup: the value stays where the ramp ends.']
    return { ...formOf(facts, 0), words: 'held where the ramp ended', quantities: [tau], notes }
  }
  const from = start ?? 0
  const tau = {
    name: 'τ',
    formula: start === undefined ? 't / t_max' : '(t - t_warmup) / (t_max - t_warmup)',
    numbers:
      start === undefined ? `${put(t)} / ${put(end)}` : `(${put(t)} - ${put(from)}) / (${put(end)} - ${put(from)})`,
    value: (t - from) / (end - from),
  }
  const form = formOf(facts, tau.value)
  const words = tau.value >= 1 ? 'held where it ended, since t_max is over' : form.words
  return { ...form, words, quantities: [tau], notes: [] }
}

function formOf({ type, numbers }: PieceFacts, tau: number): Pick<Formula, 'words' | 'formula' | 'numbers'> {
  if (type.startsWith('Linear')) return lineOf(numbers, tau)
  return type.startsWith('Polynomial') ? powerOf(numbers, tau) : cosineOf(numbers.alpha_f!, tau)
}

function lineOf({ alpha_i, alpha_f }: Readonly<Record<string, number>>, tau: number) {
  const [from, to] = [put(alpha_i!), put(alpha_f!)]
  return {
    words: 'a line from alpha_i to alpha_f',
    formula: 'alpha_i + min(1, τ) · (alpha_f - alpha_i)',
    numbers: `${from} + min(1, ${put(tau)}) · (${to} - ${from})`,
  }
}

function powerOf({ power, alpha_f }: Readonly<Record<string, number>>, tau: number) {
  const to = put(alpha_f!)
  return {
    words: 'a power of what is left',
    formula: 'alpha_f + (1 - alpha_f) · (1 - min(1, τ))^power',
    numbers: `${to} + (1 - ${to}) · (1 - min(1, ${put(tau)}))^${put(power!)}`,
  }
}

function cosineOf(alphaF: number, tau: number) {
  const to = put(alphaF)
  const limited = Math.min(1, Math.max(0, tau))
  return {
    words: 'half a cosine from 1 to alpha_f',
    formula: 'alpha_f + (1 - alpha_f) · (1 + cos(π · τ)) / 2, with τ from 0 to 1',
    numbers: `${to} + (1 - ${to}) · (1 + cos(π · ${put(limited)})) / 2`,
  }
}
