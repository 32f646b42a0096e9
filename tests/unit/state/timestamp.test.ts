/** What Timestamp promises beyond the golden rows, above all to plain JavaScript. */
import { Time, Timestamp } from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const hostile = {
  toString() {
    throw new Error('called')
  },
  valueOf() {
    throw new Error('called')
  },
}
const FOREIGN: Any[] = [null, true, 5n, Symbol('5ep'), [5], {}, hostile, () => 5]

const FULL = {
  iteration: 2,
  epoch: 5,
  batch: 50,
  sample: 500,
  token: 5000,
  epochInIteration: 1,
  tokenInIteration: 900,
  batchInEpoch: 7,
  sampleInEpoch: 70,
  tokenInEpoch: 700,
  totalWct: 3661.75,
  iterationWct: 60.5,
  epochWct: 12,
  batchWct: 0.25,
} as const
const COUNTERS = Object.keys(FULL).filter((field) => !field.endsWith('Wct')) as (keyof typeof FULL)[]
const CLOCKS = Object.keys(FULL).filter((field) => field.endsWith('Wct')) as (keyof typeof FULL)[]

describe('making one', () => {
  test('what is given is kept, what is not is 0', () => {
    expect({ ...new Timestamp(FULL) }).toEqual(FULL)
    expect({ ...new Timestamp({ batch: 5, epoch: undefined }) }).toEqual({
      ...Object.fromEntries(Object.keys(FULL).map((field) => [field, 0])),
      batch: 5,
    })
  })

  test.each([
    [{ epoch: '5ep' }, 5],
    [{ epoch: Time.fromEpoch(5) }, 5],
    [{ epoch: -1 }, -1],
    [{ epoch: -0 }, 0],
    [{ epoch: 5.0 }, 5],
    [{ epoch: '5ba' }, 'unit-mismatch'],
    [{ epoch: '1' }, 'unit-mismatch'],
    [{ epoch: 2.5 }, 'integer-units'],
    [{ epoch: Number.NaN }, 'integer-units'],
    [{ epoch: 2 ** 53 }, 'integer-range'],
    [{ epoch: 'five' }, 'time-string'],
    [{ epochs: 5 }, 'unknown-option'],
    [{ total_wct: 5 }, 'unknown-option'],
    [{ toString: 5 }, 'unknown-option'],
  ] as [Any, number | string][])('new Timestamp(%j).epoch is %s', (options, result) => {
    if (typeof result === 'string') expect(codeFrom(() => new Timestamp(options))).toBe(result)
    else expect(new Timestamp(options).epoch).toBe(result)
  })

  test.each(FOREIGN)('a field of a wrong type is a bad type: %#', (x) => {
    for (const field of COUNTERS) expect(codeFrom(() => new Timestamp({ [field]: x }))).toBe('bad-type')
    for (const field of CLOCKS) expect(codeFrom(() => new Timestamp({ [field]: x }))).toBe('bad-type')
    for (const field of COUNTERS) expect(codeFrom(() => new Timestamp().copy({ [field]: x }))).toBe('bad-type')
  })

  test.each([null, 5, '5ep', true, 5n, Symbol('x')] as Any[])('options of a wrong type are a bad type: %#', (x) => {
    expect(codeFrom(() => new Timestamp(x))).toBe('bad-type')
    expect(codeFrom(() => new Timestamp().copy(x))).toBe('bad-type')
    expect(codeFrom(() => new Timestamp().toNextBatch(x))).toBe('bad-type')
    expect(codeFrom(() => new Timestamp().toNextEpoch(x))).toBe('bad-type')
    expect(codeFrom(() => new Timestamp().toNextIteration(x))).toBe('bad-type')
    expect(codeFrom(() => new Timestamp().loadStateDict(x))).toBe('bad-type')
  })

  test('a timestamp is immutable', () => {
    const timestamp = new Timestamp() as Any
    expect(() => {
      timestamp.batch = 6
    }).toThrow(TypeError)
    expect(Object.isFrozen(timestamp)).toBe(true)
  })
})

describe('the wall clock', () => {
  test.each([
    [0.1, 0.1],
    [0.0000005, 0],
    [0.0000015, 0.000002],
    [0.0000025, 0.000002],
    [-0.0000015, -0.000002],
    [1.0000005, 1.000001],
    [1.00000049, 1],
    [59.9999999, 60],
    [4294967295.123456, 4294967295.123456],
  ])('%d s are kept as %d s, rounded half to even in microseconds', (seconds, kept) => {
    expect(new Timestamp({ totalWct: seconds }).totalWct).toBe(kept)
  })

  test('adding ten thousand tenths of a second loses nothing', () => {
    let timestamp = new Timestamp()
    for (let i = 0; i < 10_000; i++) timestamp = timestamp.toNextBatch({ duration: 0.1 })
    expect(timestamp.totalWct).toBe(1000)
  })

  test.each([
    [Number.NaN, 'not-finite'],
    [Number.POSITIVE_INFINITY, 'not-finite'],
    [1e12, 'integer-range'],
    ['5', 'bad-type'],
    [Time.fromSecond(5), 'bad-type'],
  ] as [Any, string][])('%s s are refused: %s', (seconds, code) => {
    expect(codeFrom(() => new Timestamp({ totalWct: seconds }))).toBe(code)
    expect(codeFrom(() => new Timestamp().toNextBatch({ duration: seconds }))).toBe(code)
  })
})

describe('get', () => {
  const timestamp = new Timestamp(FULL)
  test.each([
    ['iter', '2iter'],
    ['EPOCH', '5ep'],
    ['Batch', '50ba'],
    ['sp', '500sp'],
    ['token', '5000tok'],
    ['sec', '3661sec'],
    ['dur', 'time-unit'],
    ['wct', 'time-unit'],
    [null, 'time-unit'],
  ] as [Any, string][])('%s gives %s', (unit, result) => {
    const code = codeFrom(() => timestamp.get(unit))
    expect(code === 'nothing thrown' ? timestamp.get(unit).toString() : code).toBe(result)
  })

  test('seconds are truncated towards zero', () => {
    expect(new Timestamp({ totalWct: -1.5 }).get('sec').value).toBe(-1)
    expect(new Timestamp({ totalWct: -0.5 }).get('sec').value).toBe(0)
  })
})

describe('going on', () => {
  const timestamp = new Timestamp(FULL)

  test('to the next batch', () => {
    expect({ ...timestamp.toNextBatch({ samples: 3, tokens: '4tok', duration: 0.5 }) }).toEqual({
      ...{ iteration: 2, epoch: 5, batch: 51, sample: 503, token: 5004, epochInIteration: 1, tokenInIteration: 904 },
      ...{ batchInEpoch: 8, sampleInEpoch: 73, tokenInEpoch: 704 },
      ...{ totalWct: 3662.25, iterationWct: 61, epochWct: 12.5, batchWct: 0.5 },
    })
    expect(timestamp.toNextBatch().batchWct).toBe(0)
  })

  test('to the next epoch', () => {
    expect({ ...timestamp.toNextEpoch({ duration: 0.5 }) }).toEqual({
      ...{ iteration: 2, epoch: 6, batch: 50, sample: 500, token: 5000, epochInIteration: 2, tokenInIteration: 900 },
      ...{ batchInEpoch: 0, sampleInEpoch: 0, tokenInEpoch: 0 },
      ...{ totalWct: 3662.25, iterationWct: 61, epochWct: 0, batchWct: 0 },
    })
  })

  test('to the next iteration', () => {
    expect({ ...timestamp.toNextIteration({ duration: 0.5 }) }).toEqual({
      ...{ iteration: 3, epoch: 5, batch: 50, sample: 500, token: 5000, epochInIteration: 0, tokenInIteration: 0 },
      ...{ batchInEpoch: 0, sampleInEpoch: 0, tokenInEpoch: 0 },
      ...{ totalWct: 3662.25, iterationWct: 0, epochWct: 0, batchWct: 0 },
    })
  })

  test.each([
    [{ samples: 2.5 }, 'integer-units'],
    [{ samples: '3tok' }, 'unit-mismatch'],
    [{ tokens: Time.fromSample(3) }, 'unit-mismatch'],
    [{ tokens: null }, 'bad-type'],
    [{ tokens: 5n }, 'bad-type'],
    [{ duration: null }, 'bad-type'],
    [{ sample: 5 }, 'unknown-option'],
    [{ tokens: Number.MAX_SAFE_INTEGER }, 'integer-range'],
  ] as [Any, string][])('a batch of %o is refused: %s', (size, code) => {
    expect(codeFrom(() => timestamp.toNextBatch(size))).toBe(code)
  })

  test('a counter at its limit goes no further', () => {
    const last = new Timestamp({
      iteration: Number.MAX_SAFE_INTEGER,
      epoch: Number.MAX_SAFE_INTEGER,
      batch: 2 ** 53 - 1,
    })
    expect(codeFrom(() => last.toNextBatch())).toBe('integer-range')
    expect(codeFrom(() => last.toNextEpoch())).toBe('integer-range')
    expect(codeFrom(() => last.toNextIteration())).toBe('integer-range')
  })

  test('a copy has the changes, and the original stays', () => {
    expect({ ...timestamp.copy({ batch: '9ba', totalWct: 0 }) }).toEqual({ ...FULL, batch: 9, totalWct: 0 })
    expect({ ...timestamp }).toEqual(FULL)
  })
})

describe('comparison', () => {
  const timestamp = new Timestamp(FULL)

  test.each([
    ['51ba', [true, true, false, false, false]],
    ['5ep', [false, true, true, true, false]],
    [Time.fromToken(4999), [false, false, false, true, true]],
    ['1h1m1s', [false, true, true, true, false]],
  ] as [Any, boolean[]][])('with %s looks at the counter of its unit', (t, results) => {
    expect([timestamp.lt(t), timestamp.lte(t), timestamp.equals(t), timestamp.gte(t), timestamp.gt(t)]).toEqual(results)
  })

  test('two timestamps are equal when all values are', () => {
    expect(timestamp.equals(new Timestamp(FULL))).toBe(true)
    for (const field of [...COUNTERS, ...CLOCKS]) {
      expect(timestamp.equals(timestamp.copy({ [field]: FULL[field] + 1 }))).toBe(false)
    }
    const other: Any = { ...FULL, [Symbol.for('scale-schedule.Timestamp')]: true }
    expect(timestamp.equals(other)).toBe(true)
  })

  test.each([5, ...FOREIGN])('what is no time is never equal, and has no order: %#', (x) => {
    expect(timestamp.equals(x)).toBe(false)
    expect(codeFrom(() => timestamp.lt(x))).toBe('not-comparable')
  })

  test('a fraction of the run needs a run', () => {
    expect(codeFrom(() => timestamp.lt('0.5dur'))).toBe('time-unit')
    expect(codeFrom(() => timestamp.equals('0.5dur'))).toBe('time-unit')
    expect(codeFrom(() => timestamp.lt(new Timestamp() as Any))).toBe('not-comparable')
  })

  test("JavaScript's own operators throw", () => {
    expect(codeFrom(() => (timestamp as Any) < 5)).toBe('bad-type')
    // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
    expect(codeFrom(() => (timestamp as Any) == '5ep')).toBe('bad-type')
  })
})

describe('the state dict', () => {
  const timestamp = new Timestamp(FULL)
  const saved = timestamp.stateDict()

  test("has Composer's names and survives JSON", () => {
    expect(Object.keys(saved).join()).toBe(
      'iteration,epoch,batch,sample,token,epoch_in_iteration,token_in_iteration,batch_in_epoch,sample_in_epoch,token_in_epoch,total_wct,iteration_wct,epoch_wct,batch_wct',
    )
    expect(new Timestamp().loadStateDict(JSON.parse(JSON.stringify(saved))).equals(timestamp)).toBe(true)
  })

  test('what old checkpoints lack is kept, what none lacks is needed', () => {
    const { iteration: _, total_wct: __, ...old } = saved
    const loaded = new Timestamp({ iteration: 8, totalWct: 1.5 }).loadStateDict(old)
    expect([loaded.iteration, loaded.totalWct, loaded.batch]).toEqual([8, 1.5, 50])
    for (const key of ['epoch', 'batch', 'sample', 'token', 'batch_in_epoch', 'sample_in_epoch', 'token_in_epoch']) {
      expect(codeFrom(() => timestamp.loadStateDict({ ...saved, [key]: undefined }))).toBe('state-dict')
    }
  })

  test.each([null, '5', 2.5, Number.NaN, 2 ** 53, 5n, Symbol('5'), {}, [5]] as Any[])(
    'bad values are refused: %#',
    (x) => {
      expect(codeFrom(() => timestamp.loadStateDict({ ...saved, batch: x }))).toBe('state-dict')
    },
  )

  test.each([null, '5', Number.NaN, 5n] as Any[])('bad wall clocks are refused: %#', (x) => {
    expect(codeFrom(() => timestamp.loadStateDict({ ...saved, epoch_wct: x }))).toBe('state-dict')
  })
})

test('its text has all values', () => {
  expect(`${new Timestamp({ epoch: 2, totalWct: 0.5 })}`).toBe(
    'Timestamp(iteration=0, epoch=2, batch=0, sample=0, token=0, epoch_in_iteration=0, token_in_iteration=0, ' +
      'batch_in_epoch=0, sample_in_epoch=0, token_in_epoch=0, total_wct=0.5, iteration_wct=0, epoch_wct=0, batch_wct=0)',
  )
})

test('messages say the rule, what was found and the cure', () => {
  const messageOf = (f: () => unknown) => {
    try {
      f()
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(messageOf(() => new Timestamp({ epoch: '5ba' as Any }))).toBe(
    'Both sides must have the same unit to set epoch; found 5ba and a counter in ep. Convert one of them first.',
  )
  expect(messageOf(() => new Timestamp().toNextBatch({ sample: 5 } as Any))).toBe(
    'toNextBatch takes the options samples, tokens, duration; found "sample". Remove it, or check its spelling.',
  )
  expect(messageOf(() => new Timestamp().loadStateDict({}))).toBe(
    'A state dict needs epoch to be an integer; found undefined. Load what stateDict() returned.',
  )
})
