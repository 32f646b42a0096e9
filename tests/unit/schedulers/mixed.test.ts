/** Trees with functions at their leaves: which state each is given, and what becomes of its values. */
import {
  AffineScheduler,
  CallableScheduler,
  ClampScheduler,
  type ComposerScheduler,
  ConstantScheduler,
  CooldownScheduler,
  compileComposerScheduler,
  envelope,
  evaluate,
  LinearScheduler,
  MaximumScheduler,
  MinimumScheduler,
  ProductScheduler,
  RepeatScheduler,
  SequenceScheduler,
  ShiftScheduler,
  type State,
  StepScheduler,
  StretchScheduler,
  type Time,
  Timestamp,
  TrainingRun,
  withWarmup,
} from 'scale-schedule'
import { describe, expect, test } from 'vitest'
import { codeFrom, errorFrom } from '../../helpers/thrown.js'

const run = new TrainingRun({ maxDuration: '8ba', samplesPerBatch: 4 })

/** The batch of a part, and tenths of where its run ends: 2.8 is batch 2 of 8. */
const told = ({ timestamp, maxDuration }: State, _ = 1) => timestamp.batch + (maxDuration as Time).value / 10
const batch = ({ timestamp }: State, _ = 1) => timestamp.batch
const sample = ({ timestamp }: State, _ = 1) => timestamp.sample
const fails: ComposerScheduler = () => {
  throw new RangeError('of the function')
}
const linear = new LinearScheduler()
const at = (batch: number): State => ({ timestamp: new Timestamp({ batch, sample: 4 * batch }), maxDuration: '8ba' })

describe('a function', () => {
  test.each<[string, ComposerScheduler, readonly number[]]>([
    [
      'in a sequence has a clock and a run of its segment',
      new SequenceScheduler({ schedulers: [told, told, told], at: ['3ba', '6ba'] }),
      [0.3, 1.3, 2.3, 0.3, 1.3, 2.3, 0.2, 1.2],
    ],
    [
      'on the outer clock has those of the sequence',
      new SequenceScheduler({ schedulers: [told, { scheduler: told, clock: 'outer' }], at: ['4ba'] }),
      [0.4, 1.4, 2.4, 3.4, 4.8, 5.8, 6.8, 7.8],
    ],
    [
      'behind a boundary that no batch hits counts from the first batch past it',
      new SequenceScheduler({ schedulers: [told, told], at: ['2.5ba'] }),
      // Runs of 2.5 and of 5.5 batches are rounded up.
      [0.3, 1.3, 2.3, 0.6, 1.6, 2.6, 3.6, 4.6],
    ],
    [
      'counts samples from the first batch past a boundary as well',
      new SequenceScheduler({ schedulers: [sample, sample], at: ['10sp'] }),
      [0, 4, 8, 0, 4, 8, 12, 16],
    ],
    ['is repeated', new RepeatScheduler({ scheduler: told, every: '3ba' }), [0.3, 1.3, 2.3, 0.3, 1.3, 2.3, 0.3, 1.3]],
    [
      'is repeated so many times with a decay, then is what it is at the end of a cycle',
      new RepeatScheduler({ scheduler: batch, every: '2ba', times: 2, decay: 0.5 }),
      [0, 1, 0, 0.5, 1, 1, 1, 1],
    ],
    [
      'begins later, and is before that what it is at its start',
      new ShiftScheduler({ scheduler: told, by: '3ba' }),
      [0.5, 0.5, 0.5, 0.5, 1.5, 2.5, 3.5, 4.5],
    ],
    [
      'has begun earlier',
      new ShiftScheduler({ scheduler: told, by: '-3ba' }),
      [4.1, 5.1, 6.1, 7.1, 8.1, 9.1, 10.1, 11.1],
    ],
    [
      'stands behind a ramp that leads to what it is at its start',
      withWarmup((state: State) => 4 - batch(state), { tWarmup: '4ba' }),
      [0, 1, 2, 3, 4, 3, 2, 1],
    ],
    [
      'has a ramp over it',
      withWarmup((state: State) => 8 - batch(state), { tWarmup: '4ba', start: 'over' }),
      [0, 2, 4, 6, 4, 3, 2, 1],
    ],
    [
      'has a ramp together with it',
      withWarmup((state: State) => 8 - batch(state), { tWarmup: '4ba', start: 'together' }),
      [0, 1.75, 3, 3.75, 4, 3, 2, 1],
    ],
    [
      'is brought down as it goes on',
      new CooldownScheduler({ scheduler: batch, tStart: '4ba' }),
      [0, 1, 2, 3, 4, 3.75, 3, 1.75],
    ],
    [
      'is brought down from what it was',
      new CooldownScheduler({ scheduler: batch, tStart: '4ba', from: 'frozen' }),
      [0, 1, 2, 3, 4, 3, 2, 1],
    ],
    [
      'is not asked once a cooldown is over',
      new CooldownScheduler({
        scheduler: (state: State) => (batch(state) < 4 ? 1 : fails(state)),
        tStart: '2ba',
        tEnd: '4ba',
        alphaF: 0.5,
      }),
      [1, 1, 1, 0.75, 0.5, 0.5, 0.5, 0.5],
    ],
    [
      'stands in combinations',
      new MaximumScheduler({
        schedulers: [
          new MinimumScheduler({ schedulers: [batch, new ConstantScheduler({ alpha: 3 })] }),
          new ClampScheduler({ scheduler: new AffineScheduler({ scheduler: batch, scale: -1, offset: 8 }), high: 5 }),
        ],
      }),
      [5, 5, 5, 5, 4, 3, 3, 3],
    ],
    [
      'stands in nodes within nodes, beside a built-in scheduler on the same clock',
      new SequenceScheduler({
        schedulers: [
          linear,
          new RepeatScheduler({
            every: '2ba',
            scheduler: new ProductScheduler({ schedulers: [new StepScheduler({ stepSize: '1ba', gamma: 0.5 }), told] }),
          }),
        ],
        at: ['4ba'],
      }),
      [1, 0.75, 0.5, 0.25, 0.2, 0.6, 0.2, 0.6],
    ],
    [
      'of a class is as good as any',
      new AffineScheduler({
        scale: 2,
        scheduler: new (class extends CallableScheduler {
          alpha(state: State) {
            return batch(state)
          }
        })(),
      }),
      [0, 2, 4, 6, 8, 10, 12, 14],
    ],
  ])('%s', (_, tree, alphas) => {
    expect(Array.from(evaluate(tree, run))).toEqual(alphas)
    alphas.forEach((alpha, index) => {
      expect(evaluate(tree, run, { from: index, count: 1 })[0]).toBe(alpha)
    })
  })

  test('is given the ratio, that of a stretch as well', () => {
    const ratio = (_: State, ssr = 1) => ssr
    const half = new TrainingRun({ maxDuration: '8ba', scaleScheduleRatio: 0.5 })
    const stretched = new StretchScheduler({ scheduler: ratio, factor: 3 })
    expect(evaluate(stretched, half)[0]).toBe(1.5)
    const whole = new StretchScheduler({ scheduler: told, factor: 0.5 })
    expect(Array.from(evaluate(whole, run, { count: 2 }))).toEqual([0.4, 1.4])
  })

  test('of one parameter has no other ratio than 1, where it is on', () => {
    const one = (state: State) => batch(state)
    const half = new TrainingRun({ maxDuration: '8ba', scaleScheduleRatio: 0.5 })
    const sequence = new SequenceScheduler({ schedulers: [linear, one], at: ['4ba'] })
    expect(codeFrom(() => evaluate(sequence, half))).toBe('ssr-unsupported')
    expect(evaluate(sequence, half, { count: 2 })).toHaveLength(2)
    expect(codeFrom(() => evaluate(new StretchScheduler({ scheduler: one, factor: 2 }), run))).toBe('ssr-unsupported')
  })

  test('that throws, or returns no number, is an error where it is on, and nothing is written', () => {
    const sequence = new SequenceScheduler({ schedulers: [linear, fails], at: ['4ba'] })
    const out = new Float64Array(8).fill(7)
    expect(() => evaluate(sequence, run, { out })).toThrow('of the function')
    expect(out).toEqual(new Float64Array(8).fill(7))
    expect(evaluate(sequence, run, { count: 4 })).toHaveLength(4)
    const nan = new SequenceScheduler({ schedulers: [linear, () => Number.NaN], at: ['4ba'] })
    expect(codeFrom(() => evaluate(nan, run))).toBe('scheduler-result')
  })

  test('in a tree that its run refuses is refused as a built-in one', () => {
    const odd = new CooldownScheduler({ scheduler: batch, tStart: '4sp' })
    const times: [string, ComposerScheduler][] = [
      ['unit-mismatch', odd],
      ['zero-length', new CooldownScheduler({ scheduler: batch, tStart: '8ba' })],
      ['zero-length', new RepeatScheduler({ scheduler: batch, every: '0ba' })],
      ['boundary-order', new SequenceScheduler({ schedulers: [batch, batch, batch], at: ['6ba', '3ba'] })],
      ['max-duration-zero', new ShiftScheduler({ scheduler: batch, by: '8ba' })],
      ['max-duration-zero', new StretchScheduler({ scheduler: batch, factor: 0.01 })],
      ['counter-missing', new SequenceScheduler({ schedulers: [batch, batch], at: ['9tok'] })],
      ['no-dataloader-len', new SequenceScheduler({ schedulers: [batch, batch], at: ['1ep'] })],
    ]
    for (const [code, tree] of times) expect(codeFrom(() => evaluate(tree, run))).toBe(code)
    // Where it is not on, nothing is wrong.
    const later = new SequenceScheduler({ schedulers: [batch, odd], at: ['4ba'] })
    expect(Array.from(evaluate(later, run, { count: 4 }))).toEqual([0, 1, 2, 3])
  })
})

describe('an instance', () => {
  const sequence = new SequenceScheduler({ schedulers: [linear, told], at: ['4ba'] })
  test('is called with a state', () => {
    expect([0, 2, 4, 7].map((batch) => sequence(at(batch)))).toEqual([1, 0.5, 0.4, 3.4])
    // Resolved again for another run.
    expect(sequence({ ...at(5), maxDuration: '7ba' })).toBe(1.3)
    expect(sequence(at(5))).toBe(1.4)
    expect(sequence({ timestamp: new Timestamp({ batch: 2 }), maxDuration: '4ba' }, 0.5)).toBe(0.2)
  })

  test('hands the state itself on where its clock is that of the run', () => {
    const seen: State[] = []
    const product = new ProductScheduler({ schedulers: [linear, (state: State) => seen.push(state)] })
    const state = { ...at(3), extra: 'mine' }
    product(state)
    expect(seen[0]).toMatchObject({ extra: 'mine', dataloaderLen: null })
    expect(seen[0]!.timestamp).toBe(state.timestamp)
  })

  test('reads no counter that a state does not tell behind a boundary', () => {
    const behind = new SequenceScheduler({ schedulers: [linear, sample], at: ['4ba'] })
    expect(evaluate(behind, run, { from: 5, count: 1 })[0]).toBe(4)
    expect(errorFrom(() => behind(at(5)))?.details).toEqual({ counter: 'timestamp.sample', option: 'samplesPerBatch' })
    // Nor is it known at which batch a part began whose boundary is in samples; what reads no counter goes on.
    const inSamples = (scheduler: ComposerScheduler) =>
      new SequenceScheduler({ schedulers: [linear, scheduler], at: ['16sp'] })({ ...at(5), maxDuration: '32sp' })
    const missing = { counter: 'timestamp.batch', option: 'samplesPerBatch' }
    expect(errorFrom(() => inSamples(batch))?.details).toEqual(missing)
    expect(inSamples(() => 0.5)).toBe(0.5)
  })

  test('is compiled', () => {
    const optimizers = [{ paramGroups: [{ lr: 0.5 }] }]
    const state: State = { ...at(0), optimizers }
    const schedule = compileComposerScheduler(sequence, state)
    state.timestamp = new Timestamp({ batch: 6 })
    schedule.step()
    expect(schedule.getLastLr()).toEqual([1.2])
  })
})

test('the envelope of a tree with a function, over more than a chunk', () => {
  const long = new TrainingRun({ maxDuration: '20000ba' })
  const tree = new SequenceScheduler({ schedulers: [batch, new LinearScheduler()], at: ['10000ba'] })
  const { low, high } = envelope(tree, long, { columns: 2 })
  expect([Array.from(low), Array.from(high)]).toEqual([
    [0, 1 - 9999 / 10000],
    [9999, 1],
  ])
})
