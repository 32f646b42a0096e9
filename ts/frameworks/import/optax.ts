/**
 * optax: schedules by function and keyword arguments, joined ones too. Their values are learning rates themselves.
 */
import { SchedulerError } from '../../errors/error.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  ClampScheduler,
  CosineDecayScheduler,
  ExponentialDecayScheduler,
  LinearDecayScheduler,
  OneCycleScheduler,
  PiecewiseInterpolateScheduler,
  PolynomialDecayScheduler,
  SequenceScheduler,
  ShiftScheduler,
} from '../../schedulers/classes.js'
import { Fields, isMapping } from './fields.js'
import { hold, ramp, scaled, staged } from './forms.js'
import { type LibraryReader, type Outcome, shortName } from './library.js'
import { cumulated } from './python.js'
import { time } from './reading.js'

/** A schedule, and the factor beside it: 1 where its values are learning rates. */
interface Made {
  readonly scheduler: BuiltinScheduler
  readonly scale?: number
  readonly last: number
}

type Reader = (given: Fields) => Made

const polynomial = (given: Fields, power: number, isLine: boolean): Made => {
  const from = given.number('init_value')
  const to = given.number('end_value')
  const steps = given.steps('transition_steps')
  const begin = Math.max(0, given.steps('transition_begin', 0))
  // 0 to the power of 0 is 1.
  if (steps > 0 && power === 0) return { scheduler: hold(from - to + to), last: begin + steps }
  if (steps <= 0) return { scheduler: hold(from), last: Math.max(0, steps + begin) }
  const options = { tMax: time(begin + steps), alphaI: from, alphaF: to, tBegin: begin > 0 ? time(begin) : null }
  const scheduler = isLine ? new LinearDecayScheduler(options) : new PolynomialDecayScheduler({ ...options, power })
  return { scheduler, last: begin + steps }
}

/** An exponential decay from a value on, after a ramp or a time in which it holds. */
function exponential(
  given: Fields,
  from: number,
  rise: ReturnType<typeof ramp>,
): { scheduler: BuiltinScheduler; begin: number } {
  const steps = given.steps('transition_steps')
  const gamma = given.number('decay_rate')
  const begin = Math.max(0, given.steps('transition_begin', 0))
  const staircase = given.flag('staircase', false)
  const alphaF = given.maybe('end_value')
  if (steps <= 0 || gamma === 0) return { scheduler: hold(from, rise), begin: 0 }
  const options = { gamma, tDecay: time(steps), alphaI: from, alphaF, staircase }
  if (begin === 0) return { scheduler: new ExponentialDecayScheduler({ ...options, ...rise }), begin }
  const tBegin = time(begin)
  if (alphaF === null || (gamma < 1 ? from >= alphaF : from <= alphaF)) {
    return { scheduler: new ExponentialDecayScheduler({ ...options, tBegin }), begin }
  }
  // The bound holds before the decay begins, too.
  const scheduler = new ExponentialDecayScheduler({ ...options, alphaF: null, tBegin })
  return { scheduler: new ClampScheduler({ scheduler, ...(gamma < 1 ? { low: alphaF } : { high: alphaF }) }), begin }
}

/** The pairs of boundaries and scales: a mapping, or a list of pairs; a later pair of the same boundary is the one that counts. */
function pairsOf(given: Fields): Map<number, number> {
  const found = given.get('boundaries_and_scales')
  if (isMapping(found)) {
    const scales = given.fields('boundaries_and_scales')
    const pairs = scales.keys.map((key) => {
      const boundary = Number(key)
      if (key.trim() === '' || !Number.isFinite(boundary))
        scales.reading.refuse(scales.path, 'steps with their scales', key)
      return [boundary, scales.number(key)] as const
    })
    return new Map(pairs)
  }
  const list = given.list('boundaries_and_scales', [])
  return new Map(
    Array.from(list, (pair, index) => {
      const path = `${given.at('boundaries_and_scales')}[${index}]`
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new SchedulerError('bad-type', { what: path, expected: 'a list of a step and a scale', found: pair })
      }
      const both = new Fields(given.reading, { step: pair[0], scale: pair[1] }, path, given.owner)
      return [both.steps('step'), both.number('scale')] as const
    }),
  )
}

/** Boundaries in order, and the values that hold from the start and from each of them on. */
function ordered(given: Fields, from: number, pairs: ReadonlyMap<number, number>): { at: number[]; values: number[] } {
  for (const [step, scale] of pairs) {
    if (scale < 0)
      given.reading.refuse(`${given.at('boundaries_and_scales')}, at ${step},`, 'a scale of at least 0', scale)
  }
  const sorted = [...pairs].sort(([a], [b]) => a - b)
  const values = cumulated(
    from,
    sorted.map(([, scale]) => scale),
  )
  const at = sorted.map(([step]) => step)
  return { at, values }
}

/** Values that are interpolated between knots; of knots that fall on one step the last counts. */
function interpolated(
  given: Fields,
  interpolate: 'linear' | 'cosine',
  from: number,
  pairs: ReadonlyMap<number, number>,
): Made {
  const { at, values } = ordered(given, from, pairs)
  if (at.length === 0) return { scheduler: hold(from), last: 0 }
  if (at[0]! < 0) {
    given.reading.refuse(given.at('boundaries_and_scales'), 'a mapping of steps that are not below 0', at[0])
  }
  const knots = at[0] === 0 ? at : [0, ...at]
  const own = at[0] === 0 ? values.slice(1) : values
  const scheduler = new PiecewiseInterpolateScheduler({
    knots: knots.map((knot) => time(knot)),
    values: own,
    interpolate,
  })
  return { scheduler, last: at.at(-1)! }
}

/** A one-cycle schedule: knots are whole steps, and those that are the same step are one. */
function oneCycle(given: Fields, interpolate: 'linear' | 'cosine'): Made {
  const steps = given.count('transition_steps', 1)
  const peak = given.number('peak_value')
  const start = given.number('pct_start', 0.3)
  const final = interpolate === 'linear' ? given.number('pct_final', 0.85) : null
  const div = given.number('div_factor', 25)
  const finalDiv = given.number('final_div_factor', 1e4)
  const up = Math.trunc(start * steps)
  const back = final === null ? null : Math.trunc(final * steps)
  const from = peak / div
  const isApart = up > 0 && up < (back ?? steps) && (back === null || back < steps)
  if (isApart) {
    const end = interpolate === 'linear' ? from / finalDiv : peak / (div * finalDiv)
    const tReturn = back === null ? null : time(back)
    const times = { tPeak: time(up), tReturn, tEnd: time(steps) }
    const values = { alphaI: from, alphaM: peak, alphaF: end }
    return { scheduler: new OneCycleScheduler({ ...times, ...values, anneal: interpolate }), last: steps }
  }
  given.reading.differs(
    given.at('pct_start'),
    'Phases that begin at the same step, at 0 or out of order are one, or missing.',
    0,
  )
  const pairs = new Map<number, number>([[up, div]])
  if (back !== null) pairs.set(back, 1 / div)
  pairs.set(steps, interpolate === 'linear' ? 1 / finalDiv : 1 / (div * finalDiv))
  return interpolated(given, interpolate, from, pairs)
}

function warmupCosine(given: Fields): Made {
  const from = given.number('init_value')
  const peak = given.number('peak_value')
  const w = given.steps('warmup_steps')
  const steps = given.steps('decay_steps')
  const end = given.number('end_value', 0)
  const exponent = given.number('exponent', 1)
  if (w < 0) given.reading.refuse(given.at('warmup_steps'), 'at least 0', w)
  if (!(steps > w)) given.reading.refuse(given.at('decay_steps'), `above warmup_steps, which are ${w}`, steps)
  if (peak === 0 && end !== 0) {
    given.reading.differs(
      given.at('end_value'),
      'With a peak of 0 the end is ignored: it is 0 after the warm-up.',
      Math.ceil(w),
    )
  }
  const values = { alphaI: peak, alphaF: peak === 0 ? 0 : end }
  const scheduler = new CosineDecayScheduler({ ...ramp(w, { alphaW: from }), tMax: time(steps), ...values, exponent })
  return { scheduler, last: steps }
}

/** Schedules one after another; a boundary that a later one comes before has no effect. */
function joined(given: Fields, parts: readonly Made[], at: readonly number[], path: string): Made {
  const own = (part: Made) => scaled(part.scheduler, part.scale ?? 1)
  // As zip does, which stops with the shorter of the two.
  const count = Math.min(parts.length, at.length + 1)
  const starts = [Number.NEGATIVE_INFINITY, ...at.slice(0, count - 1)]
  const kept = starts.flatMap((start, index) => {
    const isOn = starts.slice(index + 1).every((later) => start < later)
    return isOn ? [{ start, part: parts[index]! }] : []
  })
  if (kept.length < count && at.some((boundary, index) => index > 0 && boundary < at[index - 1]!)) {
    given.reading.differs(
      path,
      'Boundaries out of order: the last one in the list that is reached counts.',
      at.reduce((least, each) => Math.min(least, each)),
    )
  }
  // What begins at 0 or before it is all that there is until the next begins.
  const first = kept.filter(({ start }) => start <= 0).length - 1
  const on = kept.slice(first)
  const last = on.at(-1)!
  const end =
    Math.max(0, last.start === Number.NEGATIVE_INFINITY ? 0 : last.start) +
    Math.max(on.length > 1 ? 1 : 0, last.part.last)
  const moved = ({ start, part }: (typeof on)[number]) =>
    start < 0 && start !== Number.NEGATIVE_INFINITY
      ? new ShiftScheduler({ scheduler: own(part), by: time(start) })
      : own(part)
  if (on.length === 1) return { scheduler: moved(last), last: end }
  const schedulers = on.map((one, index) => (index === 0 ? moved(one) : own(one.part)))
  return {
    scheduler: new SequenceScheduler({ schedulers, at: on.slice(1).map(({ start }) => time(start)) }),
    last: end,
  }
}

const FUNCTIONS: Readonly<Record<string, Reader>> = {
  constant_schedule: (given) => ({ scheduler: hold(given.number('value')), last: 0 }),
  linear_schedule: (given) => polynomial(given, 1, true),
  polynomial_schedule: (given) => polynomial(given, given.number('power'), false),
  warmup_constant_schedule(given) {
    const from = given.number('init_value')
    const peak = given.number('peak_value')
    const w = given.steps('warmup_steps')
    // It is a line to the peak, and a line of no steps stays where it starts.
    return { scheduler: w > 0 ? hold(peak, ramp(w, { alphaW: from })) : hold(from), last: Math.max(0, w) }
  },
  exponential_decay(given) {
    const { scheduler, begin } = exponential(given, given.number('init_value'), {})
    return { scheduler, last: begin + Math.max(0, given.steps('transition_steps')) }
  },
  cosine_decay_schedule(given) {
    const scale = given.number('init_value')
    const steps = given.steps('decay_steps')
    if (!(steps > 0)) given.reading.refuse(given.at('decay_steps'), 'above 0', steps)
    const alphaF = given.number('alpha', 0)
    const exponent = given.number('exponent', 1)
    return { scheduler: new CosineDecayScheduler({ tMax: time(steps), alphaF, exponent }), scale, last: steps }
  },
  warmup_cosine_decay_schedule: warmupCosine,
  warmup_exponential_decay_schedule(given) {
    const from = given.number('init_value')
    const peak = given.number('peak_value')
    const w = Math.max(0, given.steps('warmup_steps'))
    const rise = ramp(w, { alphaW: from })
    const { scheduler, begin } = exponential(given, peak, rise)
    const last = w + begin + Math.max(0, given.steps('transition_steps'))
    if (begin === 0 || w === 0) return { scheduler, last }
    const line = new LinearDecayScheduler({ tMax: time(w), alphaI: from, alphaF: peak })
    return { scheduler: new SequenceScheduler({ schedulers: [line, scheduler], at: [time(w)] }), last }
  },
  piecewise_constant_schedule(given) {
    const from = given.number('init_value')
    const { at, values } = ordered(given, from, pairsOf(given))
    const before = at.filter((boundary) => boundary <= 0).length
    return { scheduler: staged(at.slice(before), values.slice(before)), last: Math.max(0, at.at(-1) ?? 0) }
  },
  piecewise_interpolate_schedule(given) {
    const interpolate = given.word('interpolate_type', ['linear', 'cosine'])
    return interpolated(given, interpolate, given.number('init_value'), pairsOf(given))
  },
  linear_onecycle_schedule: (given) => oneCycle(given, 'linear'),
  cosine_onecycle_schedule: (given) => oneCycle(given, 'cosine'),
  sgdr_schedule(given) {
    const list = given.list('cosine_kwargs')
    if (list.length === 0) given.reading.refuse(given.at('cosine_kwargs'), 'a list of at least one', list)
    const parts: Made[] = []
    const at: number[] = []
    for (const [index, found] of list.entries()) {
      const path = `${given.at('cosine_kwargs')}[${index}]`
      given.reading.enter(path, 1)
      const own = new Fields(given.reading, found, path, 'optax.warmup_cosine_decay_schedule')
      parts.push(given.reading.at(path, () => warmupCosine(own)))
      own.close()
      at.push((at.at(-1) ?? 0) + parts.at(-1)!.last)
    }
    return joined(given, parts, at.slice(0, -1), given.at('cosine_kwargs'))
  },
}

function readSchedule(source: Fields, depth = 1): Made {
  source.reading.enter(source.path, depth)
  const name = shortName(source.text('fn'))
  const given = source.fields('kwargs', `optax.${name}`)
  let made: Made
  if (name === 'join_schedules') {
    const list = source.list('schedules')
    if (list.length === 0) source.reading.refuse(source.at('schedules'), 'a list of at least one schedule', list)
    const parts = list.map((found, index) =>
      readSchedule(new Fields(source.reading, found, `${source.at('schedules')}[${index}]`, source.owner), depth + 1),
    )
    made = source.reading.at(source.path, () => joined(given, parts, given.times('boundaries'), given.at('boundaries')))
  } else {
    const read = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (read === undefined) {
      const known = [...Object.keys(FUNCTIONS), 'join_schedules']
      return source.reading.refuse(source.at('fn'), `one of ${known.join(', ')}`, name)
    }
    made = source.reading.at(source.path, () => read(given))
  }
  given.close()
  source.close()
  return made
}

export const optax: LibraryReader = {
  version: '0.2.8',
  aliases: [],
  names: /^optax\./,
  read(source): Outcome {
    const { scheduler, scale = 1, last } = readSchedule(source)
    return { scheduler, baseLr: source.reading.baseLr(scale), last }
  },
}
