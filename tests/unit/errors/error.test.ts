/** The one error type: every code with its message, and no other exception of the package's own from any entry point. */
import {
  AffineScheduler,
  CallableScheduler,
  ConstantScheduler,
  CosineAnnealingWarmRestartsScheduler,
  Curve,
  compileComposerScheduler,
  compilePerGroup,
  convertTime,
  type ErrorCode,
  ExponentialScheduler,
  evaluate,
  InverseSquareRootWithWarmupScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  MultiStepScheduler,
  PolynomialScheduler,
  ScaleScheduleError,
  Scheduler,
  SchedulerError,
  SequenceScheduler,
  type State,
  StepScheduler,
  StretchScheduler,
  scaleMaxDuration,
  setWarningHandler,
  Time,
  Timestamp,
  TrainingRun,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const run = new TrainingRun({ maxDuration: '100ba' })
const linear = new LinearScheduler()
const curve = linear.resolve(run)
const stateOf = (more: object = {}): State => ({
  timestamp: new Timestamp(),
  maxDuration: '100ba',
  dataloaderLen: null,
  optimizers: [{ paramGroups: [{ lr: 1 }] }],
  ...more,
})

const WAYS: Record<ErrorCode, () => unknown> = {
  'time-string': () => Time.fromTimestring('10 parsecs'),
  'time-unit': () => new Time(1, 'parsec' as Any),
  'integer-units': () => new Time(1.5, 'ba'),
  'integer-range': () => curve.fill({ count: -1 }),
  'unit-mismatch': () => new Time(1, 'ep').add('1ba'),
  'wall-clock-unit': () => convertTime('5sec', stateOf()),
  'no-max-duration': () => linear(stateOf({ maxDuration: null })),
  'max-duration-unit': () => new TrainingRun({ maxDuration: '1dur' as Any }),
  'max-duration-zero': () => scaleMaxDuration('1ep', 0.5),
  'no-dataloader-len': () => convertTime('3ep', stateOf()),
  'warmup-units': () => new LinearWithWarmupScheduler({ tWarmup: '5sp' }).resolve(run),
  'alpha-order': () =>
    new InverseSquareRootWithWarmupScheduler({
      tWarmup: '1ba',
      tScale: '1ba',
      tCooldown: '1ba',
      alphaFCooldown: 0.1,
    }),
  't-max-too-short': () => new LinearWithWarmupScheduler({ tWarmup: '5ba', tMax: '99ba' }).resolve(run),
  'zero-length': () => new StepScheduler({ stepSize: '0ba' }).resolve(run),
  'restart-decayed': () => new CosineAnnealingWarmRestartsScheduler({ t0: '20ba', tMult: 0.5 }).resolve(run).fill(),
  'restart-endless': () => new CosineAnnealingWarmRestartsScheduler({ t0: '-5ba' }).resolve(run).fill(),
  'not-finite': () => new LinearScheduler({ alphaI: Number.NaN }),
  'zero-to-negative-power': () => new PolynomialScheduler({ power: -1 }).resolve(run).fill({ count: 101 }),
  overflow: () => new StepScheduler({ stepSize: '1ba', gamma: 1e300 }).resolve(run).fill(),
  'complex-value': () => new ExponentialScheduler({ gamma: -0.5, decayPeriod: '2ba' }).resolve(run).fill(),
  'counter-missing': () => run.timestampAt(0).token,
  'ssr-unsupported': () =>
    compileComposerScheduler(
      function half(_) {
        return 0.5
      },
      stateOf(),
      0.5,
    ),
  'multiple-optimizers': () => compileComposerScheduler(linear, stateOf({ optimizers: [] })),
  'param-groups': () => {
    const paramGroups = [{ lr: 1 }]
    const schedule = compileComposerScheduler(linear, stateOf({ optimizers: [{ paramGroups }] }))
    paramGroups.push({ lr: 2 })
    schedule.step()
  },
  'scheduler-result': () => evaluate(() => Number.NaN, run),
  'bad-type': () => scaleMaxDuration(100 as Any, 1),
  'option-range': () => new StretchScheduler({ scheduler: linear, factor: 0 }),
  'boundary-order': () =>
    new SequenceScheduler({ schedulers: [linear, linear, linear], at: ['5ba', '4ba'] }).resolve(
      new TrainingRun({ maxDuration: '10ba' }),
    ),
  'custom-function': () => new AffineScheduler({ scheduler: () => 1 }).resolve(run),
  'missing-option': () => new StepScheduler({} as Any),
  'unknown-option': () => new LinearScheduler({ t_max: '1dur' } as Any),
  'no-default-unit': () => Time.fromInput(5),
  'not-comparable': () => new Time(1, 'ep').compare(null as Any),
  'state-dict': () => new Timestamp().loadStateDict({}),
  'out-length': () => curve.fill({ count: 5, out: new Float64Array(4) }),
  // Loading is over here; tests/unit/entries.test.ts and tests/consumers/pages.test.ts see it fail.
  // tests/package/exceptions.test.ts sees calls that are stopped.
  'wasm-trap': () => {
    throw new SchedulerError('wasm-trap', { found: 'unreachable' })
  },
  // tests/unit/frameworks/export.test.ts sees what targets can't say.
  'no-counterpart': () => {
    throw new SchedulerError('no-counterpart', { target: 'timm', reason: 'It has ten; found another. Use torch.' })
  },
  // tests/unit/frameworks/detect.test.ts sees texts that are refused.
  'source-text': () => {
    throw new SchedulerError('source-text', { found: 'nothing', cure: 'Give the content of a file.' })
  },
  'wasm-load': () => {
    throw new SchedulerError('wasm-load', { found: 'CompileError: refused', cure: 'Allow it.' })
  },
}

describe('a SchedulerError', () => {
  test.each(Object.entries(WAYS))('%s says the rule, what was found, and the cure', (code, way) => {
    let error: Any
    try {
      way()
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(SchedulerError)
    expect(error).toBeInstanceOf(Error)
    expect([error.code, error.name]).toEqual([code, 'SchedulerError'])
    expect(error.message).toMatch(/^[^;]+; found .+\. [A-Z].+\.$/)
    expect(error.message).not.toMatch(/\[object/)
    expect(Object.isFrozen(error.details)).toBe(true)
    expect([SchedulerError.is(error), ScaleScheduleError.is(error)]).toEqual([true, true])
    expect([SchedulerError.is(error, code as ErrorCode), SchedulerError.is(error, 'another' as Any)]).toEqual([
      true,
      false,
    ])
    expect(error).toBeInstanceOf(ScaleScheduleError)
  })

  test.each<[ErrorCode, string]>([
    [
      't-max-too-short',
      "t_max must be at least max_duration, or the schedule is undefined at its end; found t_max 99ba and max_duration 100ba. Raise t_max, or leave it at '1dur'.",
    ],
    [
      'counter-missing',
      'This needs timestamp.token, which the run does not give; found no samplesPerBatch. Set samplesPerBatch on the TrainingRun.',
    ],
    [
      'ssr-unsupported',
      "A scheduler needs a second parameter (state, ssr) when the scale schedule ratio is not 1; found 'half', which takes one, and ssr 0.5. Add the parameter, or use ssr 1.",
    ],
    [
      'multiple-optimizers',
      'A compiled scheduler drives exactly one optimizer; found 0. Set state.optimizers to one optimizer, and use compilePerGroup for its groups.',
    ],
    [
      'overflow',
      'A multiplier must fit a 64-bit float; found 1e+300 to the power 2 at batch 2. Use a smaller base or exponent.',
    ],
    [
      'unknown-option',
      'LinearScheduler takes the options alphaI, alphaF, tMax; found "t_max". Remove it, or check its spelling.',
    ],
    [
      'out-length',
      'out must hold all values of the range; found room for 4, needed 5. Pass a longer array, or a smaller count.',
    ],
  ])('%s is worded so', (code, message) => {
    expect(WAYS[code]).toThrow(message)
  })

  test('a promise is named as such, with its own cure', () => {
    expect(() => evaluate((async () => 1) as Any, run)).toThrow('found a promise from ')
    expect(() => evaluate((async () => 1) as Any, run)).toThrow('Compute it before, and return the number.')
  })

  test('is told by a brand, and nothing else is one', () => {
    for (const other of [null, undefined, 'text', new Error('x'), { code: 'bad-type' }, {}]) {
      expect(SchedulerError.is(other)).toBe(false)
    }
    expect(SchedulerError.is({ [Symbol.for('scale-schedule.SchedulerError')]: true })).toBe(true)
  })
})

/** What a user's own code throws. */
class Own extends Error {}
const own = () => {
  throw new Own('mine')
}
const TRAPS = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'apply', 'construct', 'set']
const traps = Object.fromEntries(TRAPS.map((name) => [name, own]))
const NAMES =
  'timestamp maxDuration dataloaderLen optimizers paramGroups lr setLr pieces pace type from out baseLrs length tMax facts'
const getter = { get: own, enumerable: true }
const PLAIN = [null, undefined, 5, Number.NaN, -0, 'text', '', true, Symbol('s'), 10n]
const OBJECTS = [
  [],
  Array(1),
  [null],
  {},
  Object.create(null),
  () => 1,
  class {},
  new Map(),
  new Date(0),
  new Float64Array(1),
]
const OURS = [Time.fromBatch(5), new Timestamp(), linear, curve, run, linear.bind(null), new Proxy(linear, {})]
const HOSTILE = [
  { toString: own, valueOf: own, toJSON: own, [Symbol.toPrimitive]: own },
  Object.defineProperties({}, Object.fromEntries(NAMES.split(' ').map((name) => [name, getter]))),
  new Proxy({}, traps),
  new Proxy(() => 1, traps),
  new Proxy({}, {}),
]
const WEIRD: unknown[] = [...PLAIN, ...OBJECTS, ...OURS, ...HOSTILE]
const compiled = () => compileComposerScheduler(linear, stateOf())
const good: Any = curve.toJSON()
const set = (base: object, names: string[], make: (options: Any) => unknown) => (x: unknown) => {
  for (const name of names) make({ ...base, [name]: x })
}
type Entry = [string, (x: Any) => unknown]
const ENTRIES: Entry[] = [
  ['convertTime(x)', (x) => convertTime(x, stateOf())],
  ['convertTime(…, x)', (x) => convertTime('1ba', x)],
  ['convertTime(…, …, x)', (x) => convertTime('1ba', stateOf(), x)],
  ['scaleMaxDuration(x)', (x) => scaleMaxDuration(x, 1)],
  ['scaleMaxDuration(…, x)', (x) => scaleMaxDuration('1ba', x)],
  ['scheduler(x)', (x) => linear(x)],
  ['scheduler(…, x)', (x) => linear(stateOf(), x)],
  ...['timestamp', 'maxDuration', 'dataloaderLen'].map(
    (name): Entry => [`scheduler({ ${name}: x })`, set(stateOf(), [name], linear)],
  ),
  ['scheduler.resolve(x)', (x) => linear.resolve(x)],
  ['curve.fill(x)', (x) => curve.fill(x)],
  ...['from', 'count', 'stride', 'out'].map(
    (name): Entry => [`curve.fill({ ${name}: x })`, set({ count: 1 }, [name], (o) => curve.fill(o))],
  ),
  ['curve.valueAt(x)', (x) => curve.valueAt(x)],
  ['Curve.fromJSON(x)', (x) => Curve.fromJSON(x)],
  ...['pieces', 'pace', 'maxDuration'].map(
    (name): Entry => [`Curve.fromJSON({ ${name}: x })`, set(good, [name], Curve.fromJSON)],
  ),
  ['Curve.fromJSON({ pieces: [x] })', (x) => Curve.fromJSON({ ...good, pieces: [x] })],
  ['Curve.fromJSON({ pace: { dataloaderLen: x } })', (x) => Curve.fromJSON({ ...good, pace: { dataloaderLen: x } })],
  ['Scheduler.fromJSON(x)', (x) => Scheduler.fromJSON(x)],
  ['Scheduler.fromJSON({ type: x })', (x) => Scheduler.fromJSON({ type: x })],
  ['new LinearScheduler(x)', (x) => new LinearScheduler(x)],
  ...['alphaI', 'tMax', 'x'].map(
    (name): Entry => [`new LinearScheduler({ ${name}: x })`, set({}, [name], (o) => new LinearScheduler(o).toJSON())],
  ),
  ['new MultiStepScheduler({ milestones: x })', (x) => new MultiStepScheduler({ milestones: x }).toJSON()],
  ['new MultiStepScheduler({ milestones: [x] })', (x) => new MultiStepScheduler({ milestones: [x] }).toJSON()],
  [
    'new LinearWithWarmupScheduler({ scaleWarmup: x })',
    (x) => new LinearWithWarmupScheduler({ tWarmup: '1ba', scaleWarmup: x }),
  ],
  ['new TrainingRun(x)', (x) => new TrainingRun(x)],
  ...Object.keys(run.toJSON()).map(
    (name): Entry => [
      `new TrainingRun({ ${name}: x })`,
      set({ maxDuration: '1ba' }, [name], (o) => new TrainingRun(o)),
    ],
  ),
  ['TrainingRun.fromJSON(x)', (x) => TrainingRun.fromJSON(x)],
  ['run.timestampAt(x)', (x) => run.timestampAt(x)],
  ['evaluate(x)', (x) => evaluate(x, run)],
  ['evaluate([x])', (x) => evaluate([linear, x], run)],
  ['evaluate(…, x)', (x) => evaluate(linear, x)],
  ['evaluate(…, …, x)', (x) => evaluate(linear, run, x)],
  ['evaluate(…, …, { baseLr: x })', (x) => evaluate(linear, run, { baseLr: x })],
  ['compileComposerScheduler(x)', (x) => compileComposerScheduler(x, stateOf())],
  ['compileComposerScheduler([x])', (x) => compileComposerScheduler([linear, x], stateOf())],
  ['compileComposerScheduler(…, x)', (x) => compileComposerScheduler(linear, x)],
  ['compileComposerScheduler(…, …, x)', (x) => compileComposerScheduler(linear, stateOf(), x)],
  ['optimizers: x', (x) => compileComposerScheduler(linear, stateOf({ optimizers: x }))],
  ['optimizers: [x]', (x) => compileComposerScheduler(linear, stateOf({ optimizers: [x] }))],
  ['paramGroups: x', (x) => compileComposerScheduler(linear, stateOf({ optimizers: [{ paramGroups: x }] }))],
  ['paramGroups: [x]', (x) => compileComposerScheduler(linear, stateOf({ optimizers: [{ paramGroups: [x] }] }))],
  ['lr: x', (x) => compileComposerScheduler(linear, stateOf({ optimizers: [{ paramGroups: [{ lr: x }] }] }))],
  [
    'initialLr: x',
    (x) => compileComposerScheduler(linear, stateOf({ optimizers: [{ paramGroups: [{ lr: 1, initialLr: x }] }] })),
  ],
  ['compilePerGroup(x)', (x) => compilePerGroup(x, stateOf())],
  ['compilePerGroup([x])', (x) => compilePerGroup([x], stateOf())],
  ['a result of x', (x) => evaluate(() => x, run)],
  [
    'a scheduler named x',
    (x) => {
      class Named extends CallableScheduler {
        override name = x
        alpha() {
          return 1
        }
      }
      compileComposerScheduler(new Named(), stateOf())
    },
  ],
  ['loadStateDict(x)', (x) => compiled().loadStateDict(x)],
  ...['baseLrs', 'lastLr', 'lastEpoch'].map(
    (name): Entry => [
      `loadStateDict({ ${name}: x })`,
      set(compiled().stateDict(), [name], (o) => compiled().loadStateDict(o)),
    ],
  ),
  ['SchedulerError.is(x)', (x) => SchedulerError.is(x)],
]

test.each(ENTRIES)('%s: any x works, or is a SchedulerError, or throws by itself', (_, call) => {
  const surprises = WEIRD.flatMap((x, index) => {
    try {
      call(x)
    } catch (error) {
      if (!(error instanceof SchedulerError || error instanceof Own)) return [`${typeof x} ${index}: ${error}`]
    }
    return []
  })
  expect(surprises).toEqual([])
  expect(new ConstantScheduler({ alpha: 0.5 })(stateOf())).toBe(0.5)
})

test('a warning handler is a function or null', () => {
  const warns = () => new LinearWithWarmupScheduler({ tWarmup: '0ba' }).resolve(run)
  for (const x of WEIRD.filter((x) => typeof x !== 'function' && x !== null)) {
    try {
      expect(() => [setWarningHandler(x as Any), warns()], typeof x).toThrow(SchedulerError)
    } finally {
      setWarningHandler(null)
    }
  }
})

test('options of a range are an object, and a misspelt one is refused', () => {
  for (const options of [null, 5, 'text', true, [], () => 1, { cuont: 5 }, { baseLR: 1 }]) {
    expect(() => curve.fill(options as Any), String(options)).toThrow(SchedulerError)
    expect(() => evaluate(linear, run, options as Any), String(options)).toThrow(SchedulerError)
  }
})

test('an option that has a rule of its own is named', () => {
  const messages = [
    new SchedulerError('time-unit', { found: '0.1dur', option: 't_scale' }),
    new SchedulerError('warmup-units', { option: 't_cooldown', time: '10ba' }),
  ].map(({ message }) => message)
  expect(messages).toEqual([
    't_scale takes no fraction of the run; found "0.1dur". Give it in the unit of max_duration.',
    't_cooldown must be in the unit of max_duration; found 10ba. Give it in that unit.',
  ])
})
