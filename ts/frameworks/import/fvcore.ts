/**
 * fvcore: param schedulers, functions of where training is, from 0 to 1; the whole is the option `total`.
 */
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import {
  CosineDecayScheduler,
  ExponentialDecayScheduler,
  LinearDecayScheduler,
  PolynomialDecayScheduler,
  SequenceScheduler,
} from '../../schedulers/classes.js'
import type { SequencePart } from '../../schedulers/tree.js'
import { Fields } from './fields.js'
import { hold, staged } from './forms.js'
import { type LibraryReader, type Outcome, shortName } from './library.js'
import { accumulate, cumulated, sum } from './python.js'
import { time } from './reading.js'

/** What comparisons with where are early by. */
const EPSILON = 1e-6

type Reader = (given: Fields, whole: number) => BuiltinScheduler

/** Tells what is so from the end on, where `where` is 1, or behind it. */
function past(given: Fields, whole: number, reason: string, isAtEnd = false): void {
  given.reading.differs(given.path, reason, isAtEnd ? Math.ceil(whole) : Math.floor(whole) + 1)
}

const GOES_ON = 'Beyond its end it goes on: nothing is cut.'

/** As many values, each as long. */
function even(given: Fields, values: readonly number[], whole: number): BuiltinScheduler {
  past(given, whole * (1 - EPSILON), 'At the end there is no value: IndexError.', true)
  const boundaries = values.slice(1).map((_, index) => early((whole * (index + 1)) / values.length, whole))
  return staged(boundaries, values)
}

/** A boundary that is reached a millionth of the whole before it. */
const early = (boundary: number, whole: number): number => Math.max(0, Math.ceil(boundary - EPSILON * whole))

const CLASSES: Readonly<Record<string, Reader>> = {
  ConstantParamScheduler(given, whole) {
    past(given, whole, 'From its end on it is a RuntimeError.', true)
    return hold(given.number('value'))
  },
  LinearParamScheduler(given, whole) {
    past(given, whole, GOES_ON)
    const alphaI = given.number('start_value')
    return new LinearDecayScheduler({ tMax: time(whole), alphaI, alphaF: given.number('end_value') })
  },
  CosineParamScheduler(given, whole) {
    const alphaI = given.number('start_value')
    const alphaF = given.number('end_value')
    return new CosineDecayScheduler({ tMax: time(whole), alphaI, alphaF, after: 'continue' })
  },
  ExponentialParamScheduler(given, whole) {
    const alphaI = given.number('start_value')
    return new ExponentialDecayScheduler({ gamma: given.number('decay'), tDecay: time(whole), alphaI })
  },
  PolynomialDecayParamScheduler(given, whole) {
    past(given, whole, GOES_ON)
    const alphaI = given.number('base_value')
    return new PolynomialDecayScheduler({ tMax: time(whole), power: given.number('power'), alphaI })
  },
  StepParamScheduler(given, whole) {
    const updates = given.number('num_updates')
    if (!(updates > 0)) given.reading.refuse(given.at('num_updates'), 'above 0', updates)
    const values = given.numbers('values')
    if (values.length === 0) given.reading.refuse(given.at('values'), 'a list of at least one', values)
    return even(given, values, whole)
  },
  StepWithFixedGammaParamScheduler(given, whole) {
    const base = given.number('base_value')
    const gamma = given.number('gamma')
    const decays = given.count('num_decays', 1)
    given.count('num_updates', 1)
    if (!(base > 0)) given.reading.refuse(given.at('base_value'), 'above 0', base)
    if (!(gamma > 0)) given.reading.refuse(given.at('gamma'), 'above 0', gamma)
    if (decays > MOST_DECAYS) given.reading.refuse(given.at('num_decays'), `at most ${MOST_DECAYS}`, decays)
    return even(given, cumulated(base, Array<number>(decays).fill(gamma)), whole)
  },
  MultiStepParamScheduler: multiStep,
}

// More than any training; each becomes a value.
const MOST_DECAYS = 100_000

function multiStep(given: Fields, whole: number): BuiltinScheduler {
  const { reading } = given
  const values = given.numbers('values')
  let updates = given.has('num_updates') ? given.count('num_updates', 1) : null
  let milestones: number[]
  if (given.has('milestones')) {
    milestones = given.times('milestones')
    const needed = values.length - (updates === null ? 0 : 1)
    if (milestones.length !== needed) reading.refuse(given.at('milestones'), `a list of ${needed}`, milestones.length)
    if (updates === null) {
      updates = milestones.at(-1) ?? 0
      milestones = milestones.slice(0, -1)
    }
  } else {
    if (updates === null) return reading.refuse(given.at('num_updates'), 'given, or milestones', null)
    const width = Math.ceil(updates / values.length)
    milestones = values.slice(1).map((_, index) => width * (index + 1))
  }
  if (updates < values.length) reading.refuse(given.at('num_updates'), 'at least the number of values', updates)
  for (const [index, milestone] of milestones.entries()) {
    const path = given.has('milestones') ? `${given.at('milestones')}[${index}]` : given.at('num_updates')
    if (milestone >= updates) reading.refuse(path, `below the number of updates, ${updates}`, milestone)
    if (milestone <= (milestones[index - 1] ?? 0))
      reading.refuse(path, 'above the milestone before it, and above 0', milestone)
  }
  past(given, whole, 'Behind its end it is a RuntimeError.')
  // It counts updates of its own: so many of the whole.
  return staged(
    milestones.map((milestone) => early((milestone / updates) * whole, whole)),
    values,
  )
}

function readParam(source: Fields, whole: number, depth = 1): BuiltinScheduler {
  source.reading.enter(source.path, depth)
  const name = shortName(source.text('class'))
  const given = source.fields('kwargs', `fvcore.common.param_scheduler.${name}`)
  const own = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined
  if (own === undefined && name !== 'CompositeParamScheduler') {
    const known = [...Object.keys(CLASSES), 'CompositeParamScheduler']
    return source.reading.refuse(source.at('class'), `one of ${known.join(', ')}`, name)
  }
  const make = () => (own === undefined ? composite(source, given, whole, depth) : own(given, whole))
  const scheduler = source.reading.at(source.path, make)
  given.close()
  source.close()
  return scheduler
}

/** Schedulers one after another: each on the whole, or on its own part of it. */
function composite(source: Fields, given: Fields, whole: number, depth: number): BuiltinScheduler {
  const { reading } = source
  const list = source.list('schedulers')
  const lengths = given.numbers('lengths')
  const scaling = given.list('interval_scaling')
  if (list.length === 0) reading.refuse(source.at('schedulers'), 'a list of at least one', list)
  for (const [path, found] of [
    [given.at('lengths'), lengths],
    [given.at('interval_scaling'), scaling],
  ] as const) {
    if (found.length !== list.length)
      reading.refuse(path, `as many as there are schedulers, ${list.length}`, found.length)
  }
  const all = sum(lengths)
  if (Math.abs(all - 1) >= 1e-3) reading.refuse(given.at('lengths'), 'numbers that are 1 together', all)
  if (all !== 1) lengths[lengths.length - 1] = 1 - sum(lengths.slice(0, -1))
  const ends = accumulate(lengths)
  const parts = list.map((found, index): BuiltinScheduler | SequencePart<BuiltinScheduler> => {
    const path = `${source.at('schedulers')}[${index}]`
    const within = new Fields(reading, found, path, source.owner)
    const word = scaling[index]
    if (word !== 'rescaled' && word !== 'fixed') {
      reading.refuse(`${given.at('interval_scaling')}[${index}]`, 'one of rescaled, fixed', word)
    }
    if (word === 'rescaled') return readParam(within, lengths[index]! * whole, depth + 1)
    return { scheduler: readParam(within, whole, depth + 1), clock: 'outer' }
  })
  const [one] = parts
  if (parts.length === 1) return typeof one === 'function' ? one : one!.scheduler
  const at = ends.slice(0, -1).map((end, index) => boundary(given, end * whole, whole, index))
  return new SequenceScheduler({ schedulers: parts, at: at.map((end) => time(end)) })
}

/** Where a part ends: a whole step that floats are next to is that step. */
function boundary(given: Fields, end: number, whole: number, index: number): number {
  const near = Math.round(end)
  if (Math.abs(end - near) <= 1e-9 * near) return near
  if (early(end, whole) < Math.ceil(end)) {
    const reason = 'Within a millionth of the whole before a part begins the library is already in it.'
    given.reading.differs(`${given.at('lengths')}[${index}]`, reason, early(end, whole))
  }
  return end
}

export const fvcore: LibraryReader = {
  version: '0.1.5.post20221221',
  aliases: ['detectron2', 'classyvision'],
  names: /^fvcore\./,
  read(source): Outcome {
    const whole = source.reading.total()
    if (whole < 1) source.reading.refuse('total', 'at least 1', whole)
    return { scheduler: readParam(source, whole), baseLr: source.reading.baseLr(1), length: whole }
  },
}
