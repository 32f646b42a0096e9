/**
 * What a schedule is, whichever class says it: Composer's and the field's forms in the same words, times in batches.
 */

import type { DescribedFactor } from '../../languages/factor.js'
import type { Factor, ProgramOption } from '../../languages/program.js'

/** A ramp before a form. */
export interface Ramp {
  readonly steps: number
  readonly from: number
  readonly rise: string
  readonly first: string
}

/** No ramp. */
export const NO_RAMP: Ramp = { steps: 0, from: 0, rise: 'linear', first: 't/w' }

/** A multiplier that holds, after a ramp. */
export interface Hold {
  readonly kind: 'hold'
  readonly value: number
  /** From here on it is 1; null for ever. */
  readonly until: number | null
  readonly ramp: Ramp
}

/** A line, a cosine or a power from one multiplier to another. */
export interface Decay {
  readonly kind: 'linear' | 'cosine' | 'polynomial'
  readonly end: number
  readonly from: number
  readonly to: number
  readonly power: number
  readonly cycles: number
  readonly shift: number
  readonly continues: boolean
  readonly cycle: boolean
  readonly begin: number | null
  readonly ramp: Ramp
}

/** A factor every so many batches, or at milestones. */
export interface Steps {
  readonly kind: 'steps'
  /** Between two factors; null where there are milestones. */
  readonly every: number | null
  readonly milestones: readonly number[]
  readonly gamma: number
  /** Whether they count from the end of the ramp. */
  readonly isAfterRamp: boolean
  readonly ramp: Ramp
}

/** A power of the time, or a quotient by it. */
export interface Fall {
  readonly kind: 'exponential' | 'inverse-time'
  readonly every: number
  readonly rate: number
  readonly from: number
  readonly floor: number | null
  readonly isStaircase: boolean
  readonly begin: number | null
  readonly ramp: Ramp
}

/** Cosines, powers or hyperbolic tangents that start again. */
export interface Restarts {
  readonly kind: 'restarts'
  readonly shape: 'cosine' | 'polynomial' | 'tanh'
  readonly first: number
  readonly growth: number
  readonly decay: number
  readonly applies: string
  readonly limit: number | null
  readonly k: number
  readonly to: number
  readonly power: number
  readonly bounds: readonly [number, number]
  readonly isAfterRamp: boolean
  readonly ramp: Ramp
}

/** Cosines that start again within a length. */
export interface HardRestarts {
  readonly kind: 'hard-restarts'
  readonly end: number
  readonly cycles: number
  readonly ramp: Ramp
}

/** Values between boundaries. */
export interface Pieces {
  readonly kind: 'pieces'
  readonly boundaries: readonly number[]
  readonly values: readonly number[]
  readonly ramp: Ramp
}

/** Lines or half cosines between knots. */
export interface Knots {
  readonly kind: 'knots'
  readonly knots: readonly number[]
  readonly values: readonly number[]
  readonly blend: string
}

/** A warm-up, a stable phase, and a decay. */
export interface Stable {
  readonly kind: 'stable'
  readonly end: number
  readonly decaySteps: number
  readonly decay: string
  readonly to: number
  readonly power: number
  readonly ratio: number
  readonly cycles: number
  readonly stable: string
  readonly timescale: number | null
  readonly stablePower: number
  readonly ramp: Ramp
}

/** An inverse square root of the time. */
export interface InverseRoot {
  readonly kind: 'inverse-root'
  readonly timescale: number
  readonly to: number
  readonly end: number
  readonly cooldown: number | null
  readonly cooldownTo: number
  readonly least: number | null
  readonly leastFrom: number | null
  readonly ramp: Ramp
}

/** One cycle. */
export interface OneCycle {
  readonly kind: 'one-cycle'
  readonly peak: number
  readonly back: number | null
  readonly end: number
  readonly from: number
  readonly top: number
  readonly to: number
  readonly anneal: string
  readonly stairsUp: number | null
  readonly stairsDown: number | null
  readonly decaySteps: number | null
  readonly rate: number
}

/** Triangles. */
export interface Cyclic {
  readonly kind: 'cyclic'
  readonly up: number
  readonly down: number
  readonly low: number
  readonly high: number
  readonly mode: string
  readonly gamma: number
  readonly ramp: Ramp
}

/** A rate that grows. */
export interface RangeTest {
  readonly kind: 'range-test'
  readonly every: number
  readonly rate: number
  readonly isStaircase: boolean
}

/** One after another, each on a clock of its own. */
export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly Scaled[]
  /** Where each but the first begins: whole batches that rise. */
  readonly starts: readonly number[]
}

/** Several that multiply. */
export interface Product {
  readonly kind: 'product'
  readonly parts: readonly Scaled[]
}

/** A form. */
export type Form =
  | Hold
  | Decay
  | Steps
  | Fall
  | Restarts
  | HardRestarts
  | Pieces
  | Knots
  | Stable
  | InverseRoot
  | OneCycle
  | Cyclic
  | RangeTest
  | Sequence
  | Product

/** Options of a factor by Composer's names; null where a time is no number of batches. */
class Options {
  readonly #options: ReadonlyMap<string, ProgramOption>

  constructor({ options }: DescribedFactor) {
    this.#options = new Map(options.map((option) => [option.key, option]))
  }

  /** A number. */
  number(key: string): number {
    return Number(this.#options.get(key)!.value)
  }

  /** A number that may be left out. */
  maybe(key: string): number | null {
    const { value } = this.#options.get(key)!
    return value === null ? null : Number(value)
  }

  word(key: string): string {
    return String(this.#options.get(key)!.value)
  }

  numbers(key: string): readonly number[] {
    return this.#options.get(key)!.value as readonly number[]
  }

  /** Whether times are compared in batches. */
  get isInBatches(): boolean {
    return [...this.#options.values()].every(({ counter }) => counter === null || counter === 'ba')
  }

  /** A time in batches. */
  time(key: string): number {
    return known(this.#options.get(key)!.batches[0])
  }

  /** A time that may be left out. */
  maybeTime(key: string): number | null {
    return this.#options.get(key)!.value === null ? null : this.time(key)
  }

  times(key: string): number[] {
    return this.#options.get(key)!.batches.map(known)
  }

  /** The ramp: of Composer's classes, whose slope and end must agree, or of the other forms. */
  ramp(): Ramp {
    const steps = this.maybeTime('t_warmup')
    if (steps === null || steps <= 0) return NO_RAMP
    const { scaled } = this.#options.get('t_warmup')!
    if (scaled !== null && scaled !== steps) throw new NoForm()
    if (!this.#options.has('first_step'))
      return { ...NO_RAMP, steps, from: this.#options.has('alpha_w') ? this.number('alpha_w') : 0 }
    const rise = this.word('warmup')
    // It reads how many units there are.
    if (rise === 'log' && !this.isInBatches) throw new NoForm()
    return { steps, from: this.number('alpha_w'), rise, first: this.word('first_step') }
  }
}

/** Thrown within this file where a scheduler is of no form. */
class NoForm extends Error {}

function known(batches: number | null | undefined): number {
  if (batches === null || batches === undefined) throw new NoForm()
  return batches
}

const DECAY = { from: 1, to: 0, power: 1, cycles: 0.5, shift: 0, continues: false, cycle: false, begin: null } as const
const RESTARTS = { k: 1, power: 1, bounds: [-7, 3], decay: 1, applies: 'peak', limit: null, isAfterRamp: true } as const

/** What each class is, in these words. One without an entry is no form that other libraries have. */
const READERS: Readonly<Record<string, (options: Options) => Form>> = {
  StepScheduler: (o) => steps(o, o.time('step_size'), [], NO_RAMP, true),
  MultiStepScheduler: (o) => steps(o, null, o.times('milestones'), NO_RAMP, true),
  // Milestones of Composer's count from the start of the run.
  MultiStepWithWarmupScheduler: (o) => steps(o, null, o.times('milestones'), o.ramp(), false),
  StepDecayScheduler: (o) => steps(o, o.time('t_step'), [], o.ramp(), o.word('warmup_prefix') === 'true'),
  MultiStepDecayScheduler: (o) => steps(o, null, o.times('milestones'), o.ramp(), o.word('warmup_prefix') === 'true'),
  ConstantScheduler: (o) => ({ kind: 'hold', value: o.number('alpha'), until: o.time('t_max'), ramp: NO_RAMP }),
  ConstantWithWarmupScheduler: (o) => ({
    kind: 'hold',
    value: o.number('alpha'),
    until: o.number('alpha') === 1 ? null : o.time('t_max'),
    ramp: o.ramp(),
  }),
  LinearScheduler: (o) => decay('linear', o, { from: o.number('alpha_i'), ramp: NO_RAMP }),
  LinearWithWarmupScheduler: (o) => decay('linear', o, { from: o.number('alpha_i') }),
  LinearDecayScheduler: (o) => decay('linear', o, { from: o.number('alpha_i'), begin: o.maybeTime('t_begin') }),
  CosineAnnealingScheduler: (o) => decay('cosine', o, { ramp: NO_RAMP }),
  CosineAnnealingWithWarmupScheduler: (o) => decay('cosine', o, {}),
  CosineDecayScheduler: (o) =>
    decay('cosine', o, {
      from: o.number('alpha_i'),
      begin: o.maybeTime('t_begin'),
      power: o.number('exponent'),
      cycles: o.number('num_cycles'),
      shift: o.maybeTime('decay_shift') ?? 0,
      continues: o.word('after') === 'continue',
    }),
  PolynomialScheduler: (o) => decay('polynomial', o, { power: o.number('power'), ramp: NO_RAMP }),
  PolynomialWithWarmupScheduler: (o) => decay('polynomial', o, { power: o.number('power') }),
  PolynomialDecayScheduler: (o) =>
    decay('polynomial', o, {
      from: o.number('alpha_i'),
      begin: o.maybeTime('t_begin'),
      power: o.number('power'),
      cycle: o.word('cycle') === 'true',
    }),
  ExponentialScheduler: (o) => fall('exponential', o.time('decay_period'), o.number('gamma'), NO_RAMP),
  ExponentialDecayScheduler: (o) => ({
    ...fall('exponential', o.time('t_decay'), o.number('gamma'), o.ramp()),
    from: o.number('alpha_i'),
    floor: o.maybe('alpha_f'),
    isStaircase: o.word('staircase') === 'true',
    begin: o.maybeTime('t_begin'),
  }),
  InverseTimeDecayScheduler: (o) => ({
    ...fall('inverse-time', o.time('t_decay'), o.number('rate'), o.ramp()),
    from: o.number('alpha_i'),
    isStaircase: o.word('staircase') === 'true',
  }),
  CosineAnnealingWarmRestartsScheduler: (o) => ({
    ...RESTARTS,
    kind: 'restarts',
    shape: 'cosine',
    first: o.time('t_0'),
    growth: o.number('t_mult'),
    to: o.number('alpha_f'),
    ramp: NO_RAMP,
  }),
  CosineRestartsScheduler: (o) => ({ ...restarts('cosine', o), k: o.number('k') }),
  PolynomialRestartsScheduler: (o) => ({
    ...restarts('polynomial', o),
    k: o.number('k'),
    power: o.number('power'),
  }),
  TanhRestartsScheduler: (o) => ({ ...restarts('tanh', o), bounds: [o.number('lb'), o.number('ub')] }),
  CosineHardRestartsScheduler: (o) => ({
    kind: 'hard-restarts',
    end: o.time('t_max'),
    cycles: o.number('num_cycles'),
    ramp: o.ramp(),
  }),
  PiecewiseConstantScheduler(o) {
    const [values, boundaries, ramp] = [o.numbers('values'), o.times('boundaries'), o.ramp()]
    if (boundaries.length === 0) return { kind: 'hold', value: values[0]!, until: null, ramp }
    if (boundaries.length === 1 && values[1] === 1 && ramp.steps === 0) {
      return { kind: 'hold', value: values[0]!, until: boundaries[0]!, ramp }
    }
    return { kind: 'pieces', boundaries, values, ramp }
  },
  PiecewiseInterpolateScheduler: (o) => ({
    kind: 'knots',
    knots: o.times('knots'),
    values: o.numbers('values'),
    blend: o.word('interpolate'),
  }),
  WarmupStableDecayScheduler: (o) => ({
    kind: 'stable',
    end: o.time('t_max'),
    decaySteps: o.time('t_decay'),
    decay: o.word('decay'),
    to: o.number('alpha_f'),
    power: o.number('decay_power'),
    ratio: o.number('decay_ratio'),
    cycles: o.number('num_cycles'),
    stable: o.word('stable'),
    timescale: o.maybeTime('stable_timescale'),
    stablePower: o.number('stable_power'),
    ramp: o.ramp(),
  }),
  InverseSquareRootScheduler(o) {
    const ramp = o.ramp()
    return {
      kind: 'inverse-root',
      timescale: o.maybeTime('timescale') ?? ramp.steps,
      to: o.number('alpha_f_decay'),
      end: o.time('t_max'),
      cooldown: o.maybeTime('t_cooldown'),
      cooldownTo: o.number('alpha_f_cooldown'),
      least: o.maybe('alpha_min'),
      leastFrom: o.maybeTime('t_end'),
      ramp,
    }
  },
  InverseSquareRootWithWarmupScheduler: (o) => ({
    kind: 'inverse-root',
    timescale: o.time('t_scale'),
    to: o.number('alpha_f_decay'),
    end: o.time('t_max'),
    cooldown: o.time('t_cooldown'),
    cooldownTo: o.number('alpha_f_cooldown'),
    least: null,
    leastFrom: null,
    ramp: o.ramp(),
  }),
  OneCycleScheduler: (o) => ({
    kind: 'one-cycle',
    peak: o.time('t_peak'),
    back: o.maybeTime('t_return'),
    end: o.time('t_end'),
    from: o.number('alpha_i'),
    top: o.number('alpha_m'),
    to: o.number('alpha_f'),
    anneal: o.word('anneal'),
    stairsUp: o.maybe('stairs_up'),
    stairsDown: o.maybe('stairs_down'),
    decaySteps: o.maybeTime('t_decay'),
    rate: o.number('rate'),
  }),
  CyclicScheduler: (o) => ({
    kind: 'cyclic',
    up: o.time('t_up'),
    down: o.maybeTime('t_down') ?? o.time('t_up'),
    low: o.number('alpha_min'),
    high: o.number('alpha_max'),
    mode: o.word('mode'),
    gamma: o.number('gamma'),
    ramp: o.ramp(),
  }),
  LrRangeTestScheduler: (o) => ({
    kind: 'range-test',
    every: o.time('t_step'),
    rate: o.number('rate'),
    isStaircase: o.word('staircase') === 'true',
  }),
}

function steps(o: Options, every: number | null, milestones: number[], ramp: Ramp, isAfterRamp: boolean): Steps {
  milestones.sort((a, b) => a - b)
  return { kind: 'steps', every, milestones, gamma: o.number('gamma'), isAfterRamp, ramp }
}

function decay(kind: Decay['kind'], o: Options, own: Partial<Decay>): Decay {
  return { ...DECAY, kind, end: o.time('t_max'), to: o.number('alpha_f'), ...own, ramp: own.ramp ?? o.ramp() }
}

function fall(kind: Fall['kind'], every: number, rate: number, ramp: Ramp): Fall {
  return { kind, every, rate, from: 1, floor: null, isStaircase: false, begin: null, ramp }
}

function restarts(shape: Restarts['shape'], o: Options): Restarts {
  return {
    ...RESTARTS,
    kind: 'restarts',
    shape,
    first: o.time('t_0'),
    growth: o.number('t_mult'),
    decay: o.number('cycle_decay'),
    applies: o.word('decay_applies'),
    limit: o.maybe('cycle_limit'),
    to: o.number('alpha_f'),
    isAfterRamp: o.word('warmup_prefix') === 'true',
    ramp: o.ramp(),
  }
}

/** A form with what stands around it that other libraries say in numbers: a factor, and how much later it begins. */
export interface Scaled {
  readonly form: Form
  readonly scale: number
  /** Batches. */
  readonly later: number
}

/** The form of a factor; null for what is none: a tree, or a class or times that only this package has. */
export function formOf(factor: Factor): Scaled | null {
  if (factor.kind === 'builtin') {
    const read = READERS[factor.type]
    try {
      return read === undefined ? null : { form: read(new Options(factor)), scale: 1, later: 0 }
    } catch (error) {
      if (error instanceof NoForm) return null
      throw error
    }
  }
  if (factor.kind !== 'node') return null
  const parts = factor.parts.map((part) => formOf(part.factor))
  if (!parts.every((part) => part !== null)) return null
  const [only] = parts
  switch (factor.type) {
    case 'ProductScheduler':
      return productOf(parts)
    case 'SequenceScheduler': {
      const starts = factor.options.find(({ key }) => key === 'at')!.batches as number[]
      const isRising = starts.every((start, index) => Number.isInteger(start) && start > (starts[index - 1] ?? 0))
      const isOnOwnClocks = factor.parts.every(({ isOuter }) => !isOuter)
      return isRising && isOnOwnClocks ? { form: { kind: 'sequence', parts, starts }, scale: 1, later: 0 } : null
    }
    case 'AffineScheduler': {
      const own = new Options(factor)
      return own.number('offset') === 0 ? { ...only!, scale: only!.scale * own.number('scale') } : null
    }
    case 'ShiftScheduler': {
      const [by = null] = factor.options.find(({ key }) => key === 'by')!.batches
      return by !== null && by >= 0 ? { ...only!, later: only!.later + by } : null
    }
    default:
      return null
  }
}

/** Several that multiply, or the only one. */
export const productOf = (parts: readonly Scaled[]): Scaled =>
  parts.length === 1 ? parts[0]! : { form: { kind: 'product', parts }, scale: 1, later: 0 }
