/** A TrainingRun: its options, and that its timestamps are those of Composer's stepping. */
import {
  type MaxDuration,
  Time,
  type TimeString,
  Timestamp,
  type TimestampOptions,
  TrainingRun,
  type TrainingRunOptions,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const runOf = (more: Partial<TrainingRunOptions> = {}) => new TrainingRun({ maxDuration: '100ba', ...more })
const FULL = { dataloaderLen: 7, samplesPerBatch: 4, tokensPerSample: 128, epochsPerIteration: 3, secondsPerBatch: 0.3 }
const NAMES: (keyof TimestampOptions)[] = [
  'iteration',
  'epoch',
  'batch',
  'sample',
  'token',
  'epochInIteration',
  'tokenInIteration',
  'batchInEpoch',
  'sampleInEpoch',
  'tokenInEpoch',
  'totalWct',
  'iterationWct',
  'epochWct',
  'batchWct',
]

/** Timestamps as Composer's Trainer makes them: a batch, then the epoch's end, then the iteration's. */
function stepped(count: number, { dataloaderLen, epochsPerIteration }: typeof FULL): Timestamp[] {
  const all = [new Timestamp()]
  while (all.length < count) {
    let next = all.at(-1)!.toNextBatch({ samples: 4, tokens: 512, duration: 0.3 })
    if (next.batchInEpoch === dataloaderLen) {
      next = next.toNextEpoch()
      if (next.epochInIteration === epochsPerIteration) next = next.toNextIteration()
    }
    all.push(next)
  }
  return all
}

describe('timestampAt', () => {
  test.each(NAMES)('has the %s of stepping through batches, epochs and iterations', (name) => {
    for (const sizes of [
      FULL,
      { ...FULL, dataloaderLen: 1 },
      { ...FULL, epochsPerIteration: 1 },
      { ...FULL, dataloaderLen: 500 },
    ]) {
      const run = runOf(sizes)
      const expected = stepped(100, sizes).map((timestamp) => timestamp[name])
      expect(expected.map((_, batch) => run.timestampAt(batch)[name])).toEqual(expected)
    }
  })

  test('is a whole immutable Timestamp, anew each time', () => {
    const run = runOf(FULL)
    const found = run.timestampAt(43)
    expect(found).toBeInstanceOf(Timestamp)
    expect(Object.isFrozen(found)).toBe(true)
    expect(run.timestampAt(43)).not.toBe(found)
    expect(found.get('sec').value).toBe(12) // 12.9
    expect(found.copy({ epoch: 1 }).batch).toBe(43)
    expect(found.gte('22016tok')).toBe(true)
    expect(new Timestamp().loadStateDict(found.stateDict()).equals(found)).toBe(true)
  })

  test('adds wall clock in whole microseconds', () => {
    const run = runOf({ secondsPerBatch: 0.1 })
    expect(run.timestampAt(3).totalWct).toBe(0.3) // not 0.30000000000000004
    expect(runOf({ secondsPerBatch: 1 / 3 }).timestampAt(3_000_000).totalWct).toBe(999_999)
    expect(runOf({ secondsPerBatch: 0.0000014 }).timestampAt(5).totalWct).toBe(0.000005)
  })

  test.each<[Partial<TrainingRunOptions>, string, string]>([
    [{}, 'epoch iteration batchInEpoch epochInIteration', 'dataloaderLen'],
    [{}, 'sample', 'samplesPerBatch'],
    [{}, 'token', 'samplesPerBatch'],
    [{}, 'totalWct batchWct', 'secondsPerBatch'],
    [{ dataloaderLen: 7 }, 'iteration epochInIteration', 'epochsPerIteration'],
    [{ dataloaderLen: 7 }, 'sampleInEpoch tokenInEpoch', 'samplesPerBatch'],
    [{ samplesPerBatch: 7 }, 'sampleInEpoch', 'dataloaderLen'],
    [{ samplesPerBatch: 7, dataloaderLen: 7 }, 'token tokenInEpoch tokenInIteration', 'tokensPerSample'],
    [{ samplesPerBatch: 7, tokensPerSample: 7, dataloaderLen: 7 }, 'tokenInIteration', 'epochsPerIteration'],
    [{ secondsPerBatch: 1, dataloaderLen: 7 }, 'iterationWct', 'epochsPerIteration'],
    [{ secondsPerBatch: 1 }, 'epochWct', 'dataloaderLen'],
  ])('with only %j, reading %s names %s', (more, names, option) => {
    const timestamp = runOf(more).timestampAt(5)
    expect(timestamp.batch).toBe(5)
    for (const name of names.split(' ')) {
      const error = errorFrom(() => (timestamp as Any)[name])
      expect([error?.code, error?.details.option], name).toEqual(['counter-missing', option])
    }
    const later = [timestamp.toNextBatch(), timestamp.toNextEpoch(), timestamp.toNextIteration(), timestamp.copy({})]
    const loaded = [timestamp, runOf(more).timestampAt(9)].map((each) => each.loadStateDict(timestamp.stateDict()))
    for (const name of names.split(' ')) {
      for (const each of [...later, ...loaded]) {
        const error = errorFrom(() => (each as Any)[name])
        expect([error?.code, error?.details.option], name).toEqual(['counter-missing', option])
      }
    }
  })

  test.each([
    [-1, 'integer-range'],
    [0.5, 'integer-range'],
    [Number.NaN, 'integer-range'],
    [2 ** 53, 'integer-range'],
    ['5', 'bad-type'],
    [5n, 'bad-type'],
    [null, 'bad-type'],
    [undefined, 'bad-type'],
    [Time.fromBatch(5), 'bad-type'],
  ])('of batch %s is refused', (batch, code) => {
    expect(codeFrom(() => runOf(FULL).timestampAt(batch as Any))).toBe(code)
  })

  test('a counter past 2^53 is refused', () => {
    expect(codeFrom(() => runOf({ samplesPerBatch: 4 }).timestampAt(2 ** 52))).toBe('integer-range')
    expect(runOf({ samplesPerBatch: 4 }).timestampAt(2 ** 51 - 1).sample).toBe(2 ** 53 - 4)
  })
})

const NO_EPOCHS = { samplesPerBatch: 4, secondsPerBatch: 0.3 }

describe('a timestamp of a run that does not give all counters', () => {
  const at = (batch: number, more: Partial<TrainingRunOptions> = NO_EPOCHS) => runOf(more).timestampAt(batch)
  const SOME = { batch: 5, sample: 20, total_wct: 1.5, batch_wct: 0.3 }

  test.each<[string, Timestamp, object]>([
    ['as it is', at(5), SOME],
    ['of batches alone', at(5, {}), { batch: 5 }],
    ['a batch later', at(4).toNextBatch({ samples: 4, duration: 0.3 }), SOME],
    ['a batch of tokens later', at(4).toNextBatch({ samples: 4, tokens: 99, duration: 0.3 }), SOME],
    ['an epoch later', at(5).toNextEpoch({ duration: 1 }), { ...SOME, total_wct: 2.5, batch_wct: 0 }],
    ['an iteration later', at(5).toNextIteration(), { ...SOME, batch_wct: 0 }],
    ['copied', at(5).copy({}), SOME],
    ['copied with a change', at(5).copy({ sample: 7 }), { ...SOME, sample: 7 }],
    ['copied with a counter that was missing', at(5).copy({ epoch: 2 }), { ...SOME, epoch: 2 }],
    ['copied with nothing for one', at(5).copy({ epoch: undefined }), SOME],
    ['loaded', at(0).loadStateDict(at(5).stateDict()), SOME],
    ['loaded by a whole timestamp', new Timestamp({ epoch: 9 }).loadStateDict(at(5).stateDict()), SOME],
    ['loaded from JSON', new Timestamp().loadStateDict(JSON.parse(JSON.stringify(at(5).stateDict()))), SOME],
    ['loaded with a counter more', at(5).loadStateDict({ ...SOME, epoch: 3 }), { ...SOME, epoch: 3 }],
  ])('%s has these counters', (_, timestamp, expected) => {
    expect(timestamp).toBeInstanceOf(Timestamp)
    expect(timestamp.stateDict()).toEqual(expected)
    expect(Object.isFrozen(timestamp)).toBe(true)
    const text = Object.entries(timestamp.stateDict()).map((entry) => entry.join('='))
    expect(`${timestamp}`).toBe(`Timestamp(${text.join(', ')})`)
  })

  test('a copy with every counter is whole', () => {
    const values = Object.fromEntries(NAMES.map((name, index) => [name, index]))
    expect(at(5, {}).copy(values).equals(new Timestamp(values))).toBe(true)
  })

  test.each<[boolean, Timestamp, Timestamp]>([
    [true, at(5), at(5)],
    [true, at(5, {}), at(5, { tokensPerSample: 3 })],
    [false, at(5), at(6)],
    [false, at(5), at(5, {})],
    [false, at(5, {}), at(5)],
    [false, at(0, {}), new Timestamp()],
    [false, new Timestamp(), at(0, {})],
    [true, at(5, FULL), new Timestamp().loadStateDict(at(5, FULL).stateDict())],
  ])('equals is %s where the same counters are missing and all others are equal: %#', (expected, a, b) => {
    expect(a.equals(b)).toBe(expected)
  })

  test('it is compared by the counters that it has; one that is missing is the error', () => {
    expect([at(5).lt('6ba'), at(5).gte('20sp'), at(5).equals('1sec'), at(5).equals('5ba')]).toEqual(Array(4).fill(true))
    for (const ask of [() => at(5).lt('1ep'), () => at(5).equals('9tok'), () => at(5).get('iter'), () => at(5).epoch]) {
      expect(codeFrom(ask)).toBe('counter-missing')
    }
  })

  test('every run comes back from what it saved', () => {
    const options = Object.entries(FULL)
    for (let bits = 0; bits < 2 ** options.length; bits++) {
      const some = Object.fromEntries(options.filter((_, index) => bits & (1 << index)))
      const timestamp = at(43, some)
      expect(at(0, some).loadStateDict(timestamp.stateDict()).equals(timestamp), JSON.stringify(some)).toBe(true)
      expect(timestamp.toNextBatch().batch).toBe(44)
    }
  })

  test.each<[string, object]>([
    ['no batch', { sample: 20 }],
    ['an epoch without its batches', { ...SOME, epoch: 2, batch_in_epoch: 3 }],
    ['a token too many', { batch: 5, token: 20 }],
    ['nothing', {}],
  ])('a whole timestamp does not load what no run saves: %s', (_, saved) => {
    expect(codeFrom(() => new Timestamp().loadStateDict(saved))).toBe('state-dict')
  })
})

describe('batchAt', () => {
  test.each<[number | TimeString | Time, number]>([
    [0, 0],
    [7, 7],
    [1000, 1000],
    ['0ba', 0],
    ['8ba', 8],
    [Time.fromBatch(8), 8],
    ['1ep', 7],
    ['3ep', 21],
    ['1iter', 21],
    ['2iter', 42],
    ['1sp', 1],
    ['4sp', 1],
    ['5sp', 2],
    ['512tok', 1],
    ['513tok', 2],
    ['1sec', 4],
    ['3sec', 10],
    ['1m0s' as TimeString, 200],
    ['0dur', 0],
    ['0.5dur', 50],
    ['0.999dur', 99],
    ['1dur', 100],
    ['2dur', 200],
  ])('%s is batch %d', (moment, batch) => {
    expect(runOf(FULL).batchAt(moment)).toBe(batch)
    expect(runOf({ ...FULL, maxDuration: '200ba', scaleScheduleRatio: 0.5 }).batchAt(moment)).toBe(batch)
  })

  test.each<[TimeString, MaxDuration, number]>([
    ['0.5dur', '3ep', 10], // trunc(0.5 × 7 × 3)
    ['0.5dur', '3sp', 1], // 1sp
    ['0.5dur', '7iter', 63], // 3iter
    ['1dur', '7iter', 147],
  ])('%s of %s is batch %d', (moment, maxDuration, batch) => {
    expect(runOf({ ...FULL, maxDuration }).batchAt(moment)).toBe(batch)
  })

  test('of a time is the first batch whose timestamp has reached it', () => {
    const run = runOf(FULL)
    for (const unit of ['ba', 'ep', 'iter', 'sp', 'tok', 'sec'] as const) {
      for (const value of [1, 2, 3, 5, 8, 13, 21, 1000]) {
        const time = new Time(value, unit)
        const batch = run.batchAt(time)
        expect(run.timestampAt(batch).gte(time), `${time}`).toBe(true)
        expect(run.timestampAt(batch - 1).lt(time), `${time}`).toBe(true)
      }
    }
  })

  test('an iteration of 49 batches ends at batch 49', () => {
    const run = runOf({ dataloaderLen: 49, epochsPerIteration: 1 })
    expect([run.batchAt('1iter'), run.batchAt('1ep'), run.batchAt('5iter')]).toEqual([49, 49, 245])
  })

  test.each([
    [-1, 'integer-range'],
    [0.5, 'integer-range'],
    [Number.NaN, 'integer-range'],
    [2 ** 53, 'integer-range'],
    ['-1ba', 'integer-range'],
    ['-0.5dur', 'integer-range'],
    ['nandur', 'not-finite'],
    ['soon', 'time-string'],
    [null, 'bad-type'],
    [undefined, 'bad-type'],
    [5n, 'bad-type'],
    ['9007199254740991ep', 'integer-range'],
  ])('of %s is refused as %s', (moment, code) => {
    expect(codeFrom(() => runOf(FULL).batchAt(moment as Any))).toBe(code)
  })

  test.each<[string, string]>([
    ['1ep', 'dataloaderLen'],
    ['1iter', 'dataloaderLen'],
    ['1sp', 'samplesPerBatch'],
    ['1tok', 'samplesPerBatch'],
    ['1sec', 'secondsPerBatch'],
  ])('of %s without %s names the option; of 0 it needs none', (moment, option) => {
    const error = errorFrom(() => runOf().batchAt(moment as TimeString))
    expect([error?.code, error?.details.option]).toEqual(['counter-missing', option])
    expect(runOf().batchAt(moment.replace('1', '0') as TimeString)).toBe(0)
  })
})

describe('the scale schedule ratio', () => {
  test.each([
    ['10ep', 0.5, '5ep', 35],
    ['100ba', 0.29, '28ba', 28],
    ['9sp', 2, '18sp', 5],
    ['1h', 0.5, '1800sec', 6000],
  ])('scales %s by %d to %s, %d batches', (maxDuration, scaleScheduleRatio, scaled, batches) => {
    const run = runOf({ ...FULL, maxDuration: maxDuration as MaxDuration, scaleScheduleRatio })
    expect(run.maxDuration.toTimestring()).toBe(scaled)
    expect([run.scaleScheduleRatio, run.batches]).toEqual([scaleScheduleRatio, batches])
    expect(run.toJSON().maxDuration).toBe(Time.fromTimestring(maxDuration).toTimestring())
  })
})

describe('the options', () => {
  const counts = ['dataloaderLen', 'samplesPerBatch', 'tokensPerSample', 'epochsPerIteration'] as const
  test.each<[string, unknown, string]>([
    ['maxDuration', undefined, 'missing-option'],
    ['maxDuration', null, 'bad-type'],
    ['maxDuration', 100, 'bad-type'],
    ['maxDuration', 'soon', 'time-string'],
    ['maxDuration', '1dur', 'max-duration-unit'],
    ['maxDuration', '0ba', 'integer-range'],
    ['maxDuration', '-1ba', 'integer-range'],
    ['maxDuration', '1.5ba', 'integer-units'],
    ['maxDuration', ['1ba'], 'bad-type'],
    ['scaleScheduleRatio', 0, 'max-duration-zero'],
    ['scaleScheduleRatio', 0.001, 'max-duration-zero'],
    ['scaleScheduleRatio', -1, 'integer-range'],
    ['scaleScheduleRatio', Number.NaN, 'not-finite'],
    ['scaleScheduleRatio', Number.POSITIVE_INFINITY, 'not-finite'],
    ['scaleScheduleRatio', '1', 'bad-type'],
    ['scaleScheduleRatio', 2 ** 53, 'integer-range'],
    ['secondsPerBatch', 0, 'integer-range'],
    ['secondsPerBatch', -1, 'integer-range'],
    ['secondsPerBatch', 1e-9, 'integer-range'],
    ['secondsPerBatch', Number.NaN, 'not-finite'],
    ['secondsPerBatch', '1', 'bad-type'],
    ['secondsPerBatch', 1e300, 'integer-range'],
    ['max_duration', '1ba', 'unknown-option'],
    ['batches', 5, 'unknown-option'],
    ...counts.flatMap((name): [string, unknown, string][] => [
      [name, 0, 'integer-range'],
      [name, -1, 'integer-range'],
      [name, 1.5, 'integer-range'],
      [name, Number.NaN, 'integer-range'],
      [name, 2 ** 53, 'integer-range'],
      [name, '5', 'bad-type'],
      [name, 5n, 'bad-type'],
      [name, true, 'bad-type'],
    ]),
  ])('%s of %s is %s', (option, value, code) => {
    expect(codeFrom(() => new TrainingRun({ maxDuration: '100ba', [option]: value } as Any))).toBe(code)
  })

  test.each([undefined, null, 5, 'text', [], Symbol('x'), () => 1])('%s are no options', (options) => {
    expect(codeFrom(() => new TrainingRun(options as Any))).toBe('bad-type')
  })

  test('null and undefined mean that the run does not say', () => {
    const nothing = Object.fromEntries(
      [...counts, 'secondsPerBatch'].map((name, i) => [name, i % 2 ? null : undefined]),
    )
    expect(runOf(nothing as Any).toJSON()).toEqual(runOf().toJSON())
    expect(Object.values(runOf().pace)).toEqual([null, null, null, null, null])
  })

  test('a run is frozen, and keeps nothing of the object it was made of', () => {
    const options = { maxDuration: '100ba' as const, ...FULL }
    const run = new TrainingRun(options)
    options.dataloaderLen = 99
    expect(run.dataloaderLen).toBe(7)
    expect([Object.isFrozen(run), Object.isFrozen(run.pace)]).toEqual([true, true])
  })
})

test('the end of a run is the first batch that reaches it, to the last integer', () => {
  const sp = (maxDuration: string, samplesPerBatch: number) =>
    runOf({ maxDuration: maxDuration as MaxDuration, samplesPerBatch }).batches
  expect(sp('9007199254740991sp', 3)).toBe(3002399751580331) // ⌈(2^53 − 1) / 3⌉
  expect(sp('9007199254740990sp', 3)).toBe(3002399751580330)
  expect(sp('8sp', 4)).toBe(2)
  expect(sp('9sp', 4)).toBe(3)
  expect(codeFrom(() => runOf({ maxDuration: '9007199254740991ep', dataloaderLen: 2 }).batches)).toBe('integer-range')
})

test('JSON holds a run, from the object and from its text', () => {
  for (const options of [
    { maxDuration: '100ba' },
    { maxDuration: '10ep', scaleScheduleRatio: 0.3, ...FULL },
  ] as TrainingRunOptions[]) {
    const run = new TrainingRun(options)
    for (const again of [TrainingRun.fromJSON(run.toJSON()), TrainingRun.fromJSON(JSON.stringify(run))]) {
      expect(again.toJSON()).toEqual(run.toJSON())
      expect(again.maxDuration.equals(run.maxDuration)).toBe(true)
      expect(again.pace).toEqual(run.pace)
    }
  }
  for (const json of [null, undefined, 'text', '[]', 5])
    expect(codeFrom(() => TrainingRun.fromJSON(json))).toBe('bad-type')
  expect(codeFrom(() => TrainingRun.fromJSON('{}'))).toBe('missing-option')
})
