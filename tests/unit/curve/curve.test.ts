/** Curves over ranges: which batches, into what, up to where; errors before anything is written; JSON that was tampered with. */
import {
  ConstantScheduler,
  CosineAnnealingWarmRestartsScheduler,
  CosineAnnealingWithWarmupScheduler,
  Curve,
  type CurveJSON,
  ExponentialScheduler,
  LinearScheduler,
  LinearWithWarmupScheduler,
  type MaxDuration,
  MultiStepScheduler,
  MultiStepWithWarmupScheduler,
  PolynomialScheduler,
  PolynomialWithWarmupScheduler,
  SchedulerError,
  type SchedulerTime,
  StepScheduler,
  Timestamp,
  TrainingRun,
  type TrainingRunOptions,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may pass
type Any = any

const runOf = (maxDuration: string, more: Partial<TrainingRunOptions> = {}) =>
  new TrainingRun({ maxDuration: maxDuration as MaxDuration, ...more })
const FULL = { dataloaderLen: 7, samplesPerBatch: 4, tokensPerSample: 128, epochsPerIteration: 3, secondsPerBatch: 0.3 }
const line = (batches: number) => new LinearScheduler().resolve(runOf(`${batches}ba`))
/** Composer's LinearScheduler of '1dur' by hand. */
const at = (batch: number, of: number) => 1 + Math.min(1, batch / of) * -1

describe('fill', () => {
  test.each([
    [undefined, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ stride: 4 }, [0, 4, 8]],
    [{ stride: 5 }, [0, 5]],
    [{ from: 8 }, [8, 9]],
    [{ from: 10 }, []],
    [{ from: 99 }, []],
    [{ from: 1, stride: 100 }, [1]],
    [{ count: 0 }, []],
    [{ count: 3 }, [0, 1, 2]],
    [{ from: 8, count: 4 }, [8, 9, 10, 11]],
    [{ from: 99, count: 2, stride: 7 }, [99, 106]],
    [{ from: undefined, count: undefined, stride: 9, out: undefined }, [0, 9]],
    [{ from: Number.MAX_SAFE_INTEGER, count: 1 }, [Number.MAX_SAFE_INTEGER]],
    [{ stride: Number.MAX_SAFE_INTEGER, count: 2 }, [0, Number.MAX_SAFE_INTEGER]],
    [{ from: 5, count: 0, stride: Number.MAX_SAFE_INTEGER }, []],
  ])('%j of a run of 10 batches is the batches %j', (options, batches) => {
    const values = line(10).fill(options)
    expect(values).toBeInstanceOf(Float64Array)
    expect(Array.from(values)).toEqual(batches.map((batch) => at(batch, 10)))
  })

  const { NaN: nan, POSITIVE_INFINITY: inf } = Number
  test.each<[string, string, unknown[]]>([
    ['from', 'integer-range', [-1, 0.5, nan, inf, 2 ** 53]],
    ['count', 'integer-range', [-1, 1.5, nan, inf, 2 ** 53]],
    ['stride', 'integer-range', [0, -1, 0.5, nan, inf, 2 ** 53]],
    ['from', 'bad-type', ['1', 1n, true, {}]],
    ['count', 'bad-type', ['1', 1n, true, {}]],
    ['stride', 'bad-type', ['1', 1n, true, {}]],
    ['out', 'bad-type', [[0, 0], new Int32Array(2), new ArrayBuffer(16), null, 5, 'text']],
  ])('%s is refused as %s where it is wrong', (option, code, values) => {
    for (const value of values) {
      const out = new Float64Array(4).fill(7)
      expect(codeFrom(() => line(10).fill({ out, [option]: value } as Any))).toBe(code)
      expect(Array.from(out)).toEqual([7, 7, 7, 7])
    }
  })

  test('a range whose last batch is past 2^53 is refused', () => {
    expect(codeFrom(() => line(10).fill({ from: Number.MAX_SAFE_INTEGER, count: 2 }))).toBe('integer-range')
    expect(codeFrom(() => line(10).fill({ stride: 2 ** 52, count: 3 }))).toBe('integer-range')
  })

  test.each([2 ** 40, Number.MAX_SAFE_INTEGER])('%d values, more than any array holds, are refused', (count) => {
    expect(codeFrom(() => line(10).fill({ count }))).toMatch(/integer-range|out-length/)
    expect(codeFrom(() => line(count).fill())).toMatch(/integer-range|out-length/)
    expect(codeFrom(() => line(10).fill({ count, out: new Float64Array(1) }))).toBe('out-length')
  })

  test('out is filled in front and returned, whatever it is over; f32 is the f64 rounded', () => {
    const expected = [0, 1, 2].map((batch) => at(batch, 10))
    const shared = new Float64Array(new SharedArrayBuffer(8 * 8), 8, 4).fill(7)
    for (const out of [new Float64Array(4).fill(7), shared]) {
      expect(line(10).fill({ out, count: 3 })).toBe(out)
      expect(Array.from(out)).toEqual([...expected, 7])
      expect(Array.from(line(10).fill({ out }))).toEqual([...expected, at(3, 10)])
    }
    const f32 = new Float32Array(new SharedArrayBuffer(16)).fill(7)
    expect(line(10).fill({ out: f32, count: 3 })).toBe(f32)
    expect(Array.from(f32)).toEqual([...expected.map(Math.fround), 7])
    expect(codeFrom(() => line(10).fill({ out: f32, count: 5 }))).toBe('out-length')
    expect(f32[0]).toBe(1)
  })

  test('every chunk follows the last, also at chunk borders', () => {
    const curve = line(20_000)
    const all = curve.fill()
    expect(all.every((value, batch) => value === at(batch, 20_000))).toBe(true)
    for (const [from, count] of ['8191 2', '8192 1', '0 8192', '0 8193', '1 16384'].map((x) =>
      x.split(' ').map(Number),
    )) {
      expect(curve.fill({ from, count })).toEqual(all.slice(from, from! + count!))
    }
  })
})

describe('at', () => {
  test.each([0, 1, 5, 9, 10, 99, Number.MAX_SAFE_INTEGER])('batch %d has the multiplier that fill gives', (batch) => {
    expect(line(10).at(batch)).toBe(at(batch, 10))
    expect(line(10).at(batch)).toBe(line(10).fill({ from: batch, count: 1 })[0])
  })

  test.each([
    [-1, 'integer-range'],
    [0.5, 'integer-range'],
    [2 ** 53, 'integer-range'],
    ['5ba', 'bad-type'],
    [undefined, 'bad-type'],
  ])('batch %s is refused as %s', (batch, code) => {
    expect(codeFrom(() => line(10).at(batch as Any))).toBe(code)
  })

  test('it refuses what fill refuses', () => {
    const restarts = new CosineAnnealingWarmRestartsScheduler({ t0: '10ba', tMult: 0.5 }).resolve(runOf('100ba'))
    expect(restarts.at(9)).toBe(restarts.fill({ from: 9, count: 1 })[0])
    expect(codeFrom(() => restarts.at(99))).toBe('restart-decayed')
    const tokens = new StepScheduler({ stepSize: '9tok' }).resolve(runOf('100ba'))
    expect(codeFrom(() => tokens.at(0))).toBe('counter-missing')
  })
})

describe('phases in batches', () => {
  const ramp = (tWarmup: string, more: Partial<TrainingRunOptions>, maxDuration = '100ba') =>
    new LinearWithWarmupScheduler({ tWarmup: tWarmup as SchedulerTime }).resolve(runOf(maxDuration, more))

  test.each<[string, string, (string | number)[][]]>([
    [
      '10ba',
      '100ba',
      [
        ['warmup', 0, 10],
        ['linear', 10, 100],
        ['hold', 100, Infinity],
      ],
    ],
    [
      '1ep',
      '100ba',
      [
        ['warmup', 0, 7],
        ['linear', 7, 100],
        ['hold', 100, Infinity],
      ],
    ],
    [
      '1iter',
      '5iter',
      [
        ['warmup', 0, 21],
        ['linear', 21, 105],
        ['hold', 105, Infinity],
      ],
    ],
    [
      '9sp',
      '400sp',
      [
        ['warmup', 0, 3],
        ['linear', 3, 100],
        ['hold', 100, Infinity],
      ],
    ],
    [
      '1sp',
      '4sp',
      [
        ['warmup', 0, 1],
        ['linear', 1, 1],
        ['hold', 1, Infinity],
      ],
    ],
    [
      '513tok',
      '9999tok',
      [
        ['warmup', 0, 2],
        ['linear', 2, 20],
        ['hold', 20, Infinity],
      ],
    ],
  ])('a warm-up of %s in a run of %s has %j', (tWarmup, maxDuration, expected) => {
    const phases = ramp(tWarmup, FULL, maxDuration).phases({ in: 'ba' })
    expect(phases.map(({ name, from, until }) => [name, from, until])).toEqual(expected)
    for (const phase of phases) expect(phase.counter).toBe('ba')
  })

  test('a warm-up of an iteration of 49 batches ends at batch 49', () => {
    const curve = ramp('1iter', { dataloaderLen: 49, epochsPerIteration: 1 }, '5iter')
    expect(curve.phases({ in: 'ba' }).map(({ until }) => until)).toEqual([49, 245, Infinity])
  })

  test('they are those on the counters, cut where the first batch is past', () => {
    for (const [tWarmup, maxDuration] of [
      ['3iter', '9iter'],
      ['123tok', '99999tok'],
      ['7sp', '900sp'],
    ] as const) {
      const curve = ramp(tWarmup, FULL, maxDuration)
      const run = runOf(maxDuration, FULL)
      const own = curve.phases()
      const found = curve.phases({ in: 'ba' })
      expect(found.map(({ name }) => name)).toEqual(own.map(({ name }) => name))
      expect(curve.phases({})).toEqual(own)
      for (const [index, { until, counter }] of own.entries()) {
        if (until === Infinity) expect(found[index]!.until).toBe(Infinity)
        else expect(found[index]!.until).toBe(run.batchAt(`${until}${counter}`))
        if (index > 0) expect(found[index]!.from).toBe(found[index - 1]!.until)
      }
    }
  })

  test('what is missing is told; wrong options are refused', () => {
    const error = errorFrom(() => ramp('9sp', {}, '100sp').phases({ in: 'ba' }))
    expect([error?.code, error?.details.option]).toEqual(['counter-missing', 'samplesPerBatch'])
    expect(codeFrom(() => line(10).phases({ in: 'ep' } as Any))).toBe('bad-type')
    expect(codeFrom(() => line(10).phases({ unit: 'ba' } as Any))).toBe('unknown-option')
    expect(codeFrom(() => line(10).phases(null as Any))).toBe('bad-type')
  })
})

describe('where a run ends', () => {
  const ends = { '100ba': 100, '2ep': 14, '9sp': 3, '1000tok': 2, '2iter': 42, '1sec': 4 }
  test.each(Object.entries(ends))('%s is %d batches', (maxDuration, batches) => {
    const run = runOf(maxDuration, FULL)
    const curve = new ConstantScheduler().resolve(run)
    expect([run.batches, curve.end, curve.fill().length]).toEqual([batches, batches, batches])
    expect(curve.fill({ from: 1, stride: 3 }).length).toBe(Math.ceil((batches - 1) / 3))
    expect(Curve.fromJSON(curve.toJSON()).fill().length).toBe(batches)
  })

  test.each<[string, Partial<TrainingRunOptions>, string]>([
    ['2ep', {}, 'dataloaderLen'],
    ['2iter', {}, 'dataloaderLen'],
    ['2iter', { dataloaderLen: 7 }, 'epochsPerIteration'],
    ['9sp', { dataloaderLen: 7, tokensPerSample: 2 }, 'samplesPerBatch'],
    ['9tok', { tokensPerSample: 2 }, 'samplesPerBatch'],
    ['9tok', { samplesPerBatch: 2 }, 'tokensPerSample'],
    ['9sec', { dataloaderLen: 7 }, 'secondsPerBatch'],
  ])('%s with only %j asks for %s', (maxDuration, more, option) => {
    const run = runOf(maxDuration, more)
    const curve = new StepScheduler({ stepSize: maxDuration === '2ep' ? '1ba' : '1dur' }).resolve(run)
    const out = new Float64Array(2).fill(7)
    const asks = [() => run.batches, () => curve.end, () => curve.fill()]
    const reads = [() => curve.fill({ out }), () => curve.valueAt(run.timestampAt(0))]
    if (maxDuration !== '2ep') asks.push(...reads)
    for (const ask of asks) {
      const error = errorFrom(ask)
      expect([error?.code, error?.details.option]).toEqual(['counter-missing', option])
      expect(error?.message).toContain(`Set ${option} `)
    }
    expect(Array.from(out)).toEqual([7, 7])
  })

  test('a batch equals the single points in every unit', () => {
    for (const unit of ['ba', 'sp', 'tok', 'iter', 'sec']) {
      const run = runOf({ ba: '100ba', sp: '400sp', tok: '51200tok', iter: '5iter', sec: '30sec' }[unit]!, FULL)
      const curve = new LinearScheduler().resolve(run)
      const points = Array.from({ length: 50 }, (_, i) => curve.valueAt(run.timestampAt(3 + 5 * i)))
      expect(Array.from(curve.fill({ from: 3, stride: 5, count: 50 })), unit).toEqual(points)
    }
  })
})

describe('an error at a late step', () => {
  const restarts = new CosineAnnealingWarmRestartsScheduler({ t0: '10ba', tMult: 0.5 })
  const late = new MultiStepWithWarmupScheduler({ tWarmup: '9000ba', milestones: ['9500ba', '1ep'] })
  const negative = new ExponentialScheduler({ gamma: -0.5, decayPeriod: '100ba' })
  const power = new PolynomialScheduler({ power: -1 })
  const overflow = new StepScheduler({ stepSize: '1ba', gamma: 1e10 })
  const endless = new CosineAnnealingWarmRestartsScheduler({ t0: '10ba', tMult: -1 })
  test.each([
    ['0 to a negative power', power, {}, 'zero-to-negative-power', 100],
    ['the same by a stride', power, { from: 50, stride: 7 }, 'zero-to-negative-power', 106],
    ['the same right away', power, { from: 200 }, 'zero-to-negative-power', 200],
    ['an overflow', overflow, {}, 'overflow', 31], // 1e310
    ['a vanished restart', restarts, {}, 'restart-decayed', 18], // 10 + 5 + 2 + 1
    ['restarts back and forth', endless, {}, 'restart-endless', 10],
    ['a fractional exponent', negative, {}, 'complex-value', 1],
    ['the same after integers', negative, { from: 100, stride: 150 }, 'complex-value', 250],
    ['a milestone after the ramp', late, {}, 'no-dataloader-len', 9000],
  ])('%s is thrown before anything is written, naming the step', (_, scheduler, range, code, step) => {
    for (const out of [new Float64Array(20_000).fill(7), new Float32Array(20_000).fill(7)]) {
      const error = errorFrom(() => scheduler.resolve(runOf('100ba')).fill({ ...range, out }))
      expect([error?.code, error?.details.step]).toEqual([code, step])
      expect(error?.message).toContain(`batch ${step}`)
      expect(out.every((value) => value === 7)).toBe(true)
    }
  })

  test('does not hold before, nor for steps that have values', () => {
    expect(restarts.resolve(runOf('100ba')).fill({ count: 18 }).length).toBe(18)
    expect(Array.from(negative.resolve(runOf('100ba')).fill({ count: 3, stride: 100 }))).toEqual([1, -0.5, 0.25])
    expect(late.resolve(runOf('100ba')).fill({ count: 9000 })[8999]).toBe(8999 / 9000)
  })
})

const tWarmup = '10ba'
test.each([
  [new CosineAnnealingWithWarmupScheduler({ tWarmup }), '0 10 ba warmup, 10 100 ba cosine, 100 Infinity ba hold'],
  [new LinearWithWarmupScheduler({ tWarmup, tMax: '3dur' }), '0 10 ba warmup, 10 300 ba linear, 300 Infinity ba hold'],
  [new ConstantScheduler({ tMax: '5tok' }), '0 5 tok hold, 5 Infinity tok hold'],
  [new StepScheduler({ stepSize: '5sp' }), '0 Infinity sp staircase'],
  [new MultiStepScheduler({ milestones: ['5sp'] }), '0 Infinity sp milestones'],
  [new PolynomialWithWarmupScheduler({ tWarmup: '200ba' }), '0 200 ba warmup, 200 Infinity ba hold'],
  [new LinearScheduler({ tMax: '-5ba' }), '0 Infinity ba linear'],
])('phases tell each stretch %#', (scheduler, expected) => {
  const phases = scheduler.resolve(runOf('100ba')).phases()
  expect(phases.map((p) => `${p.from} ${p.until} ${p.counter} ${p.name}`).join(', ')).toBe(expected)
})

test('the digest is that of the numbers: equal for what is equal, other for anything else', () => {
  const digest = (tMax: string, maxDuration = '100ba', more = {}) =>
    new LinearScheduler({ tMax: tMax as SchedulerTime }).resolve(runOf(maxDuration, more)).digest()
  expect(digest('0.5dur')).toMatch(/^[0-9a-f]{64}$/)
  expect(digest('50ba')).toBe(digest('0.5dur'))
  const all = [digest('50ba'), digest('51ba'), digest('50ba', '99ba'), digest('50sp'), digest('50ba', '100sp')]
  const paces = Object.entries(FULL).map(([name, value]) => digest('50ba', '100ba', { [name]: value }))
  expect(new Set([...all, ...paces]).size).toBe(10)
})

describe('JSON', () => {
  const curves = [
    new StepScheduler({ stepSize: '10ba' }),
    new MultiStepScheduler({ milestones: ['10ba', '20tok'] }),
    new LinearScheduler({ alphaF: -0 }),
    new ExponentialScheduler({ gamma: -0.5, decayPeriod: '10ba' }),
    new PolynomialScheduler({ power: -1 }),
    new CosineAnnealingWarmRestartsScheduler({ t0: '10ba', tMult: 1.5 }),
    new CosineAnnealingWithWarmupScheduler({ tWarmup }),
    new MultiStepWithWarmupScheduler({ tWarmup, milestones: ['1sec' as Any] }),
    new PolynomialWithWarmupScheduler({ tWarmup }),
  ].map((scheduler) => scheduler.resolve(runOf('100ba', FULL)))

  test('holds a curve, from the object and from its text', () => {
    for (const curve of curves) {
      for (const again of [Curve.fromJSON(curve.toJSON()), Curve.fromJSON(JSON.stringify(curve))]) {
        expect(again.digest()).toBe(curve.digest())
        expect([again.counters, again.phases(), again.end]).toEqual([curve.counters, curve.phases(), curve.end])
        expect(again.fill({ count: 1 })).toEqual(curve.fill({ count: 1 }))
      }
    }
  })

  const good: Any = line(10).toJSON()
  const { pieces } = good
  const notPieces = ['1', [], [null], Array(9), pieces.map(String), [...pieces, 0], [99, ...pieces.slice(1)]]
  test.each([
    ...[null, undefined, 'a curve', '[]', 5, {}, Symbol('x')],
    ...notPieces.map((found) => ({ ...good, pieces: found })),
    ...[null, 'text', [], { dataloaderLen: '5' }].map((pace) => ({ ...good, pace })),
    { ...good, maxDuration: 10 },
  ])('that is no curve is refused, %#', (json) => {
    expect(codeFrom(() => Curve.fromJSON(json))).toBe('bad-type')
  })

  test('of another curve is checked before anything is written, as any', () => {
    // Hold 0.5 up to 1e8, then ((2e8 + 1) − t)^40: too large from there on, and a number again towards 2e8.
    const pieces = [1, 2, 0, 2, 1e8, 1, 0, 0, 0.5, 'Infinity', 1, 0, 2, 2e8, 1, 1, 40, 0]
    const out = new Float64Array(20_000).fill(7)
    let code = 'refused'
    try {
      const curve = Curve.fromJSON({ ...good, pieces })
      code = codeFrom(() => curve.fill({ stride: 10_000, out }))
    } catch (error) {
      expect(error).toBeInstanceOf(SchedulerError)
    }
    expect(code).toMatch(/refused|overflow/)
    expect(out.every((value) => value === 7)).toBe(true)
  })

  test('with numbers changed, added or removed is a curve or a SchedulerError, and the module works on', () => {
    const odd = [
      0,
      '-0',
      1,
      -1,
      2,
      3.5,
      5e-324,
      255,
      256,
      2 ** 31,
      2 ** 32,
      2 ** 53,
      -1e308,
      'NaN',
      'Infinity',
      '-Infinity',
    ] as const
    let [accepted, refused] = [0, 0]
    const attempt = (f: () => unknown) => {
      if (codeFrom(f) === 'nothing thrown') accepted++
      else refused++
    }
    for (const json of curves.map((curve) => curve.toJSON())) {
      for (let i = 0; i < json.pieces.length; i++) {
        const [before, after] = [json.pieces.slice(0, i), json.pieces.slice(i + 1)]
        const changes = odd.flatMap((x) => [
          [...before, x, ...after],
          [...before, x, json.pieces[i]!, ...after],
        ])
        for (const pieces of [...changes, before, [...before, ...after]] as CurveJSON['pieces'][]) {
          let curve: Curve | undefined
          attempt(() => {
            curve = Curve.fromJSON({ ...json, pieces })
          })
          if (curve === undefined) continue
          const made = curve
          attempt(() => made.fill({ count: 300 }))
          attempt(() => made.fill({ from: 2 ** 40, stride: 2 ** 30, count: 300 }))
          attempt(() => made.valueAt(new Timestamp({ batch: 12, token: 9 })))
          attempt(() => expect(Curve.fromJSON(JSON.stringify(made)).digest()).toBe(made.digest()))
        }
      }
      expect(line(10).fill()[5]).toBe(0.5)
    }
    expect(Math.min(accepted, refused)).toBeGreaterThan(1000)
  })
})
