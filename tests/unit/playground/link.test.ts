/** Links bring back what they were made of, whatever stands in it; code that comes with one is held. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { SCHEDULERS } from '../../../ts/playground/state/catalogue.js'
import { decodeLink, encodeLink } from '../../../ts/playground/state/link.js'
import { nestOf } from '../../../ts/playground/state/options.js'
import {
  DEEPEST,
  MOST_WITHIN,
  makeFactor,
  makeSchedule,
  type PageState,
  type Schedule,
} from '../../../ts/playground/state/state.js'
import type { Factor, Part } from '../../../ts/playground/state/tree.js'

const stateOf = (...schedules: Schedule[]): PageState => ({
  schedules,
  active: schedules.at(-1)!.id,
  axis: 'ba',
  y: 'lr',
  log: false,
  fit: false,
  view: null,
})
const inner = (factor: Factor): Part => ({ factor, isOuter: false })
const linkOf = (values: unknown, version = 'v2') =>
  `${version}.${deflateRawSync(JSON.stringify(values)).toString('base64url')}`
const backOf = async (state: PageState) => decodeLink(`#${await encodeLink(state)}`)

const TREE = makeFactor('ClampScheduler', { low: '0.1' }, [
  inner(
    makeFactor('SequenceScheduler', { at: '0.25dur, 38.6ba' }, [
      inner(makeFactor('WithWarmupScheduler', { t_warmup: '5ba' }, [inner(makeFactor('LinearScheduler'))])),
      { factor: makeFactor('CosineDecayScheduler', { after: 'continue', decay_shift: '' }), isOuter: true },
      inner(
        makeFactor('MaximumScheduler', {}, [inner(makeFactor('RexScheduler')), inner(makeFactor('EdenScheduler'))]),
      ),
    ]),
  ),
])

describe('a link', () => {
  test.each(SCHEDULERS.map(({ type }) => type))('brings %s back with every option', async (type) => {
    const options = SCHEDULERS.find((info) => info.type === type)!.options
    const parts = nestOf(type) === undefined ? [] : [inner(makeFactor('LinearScheduler', { alpha_f: 'within' }))]
    for (const textOf of [
      (key: string) => `a ${key}`,
      () => '',
      (_: string, initial: string) => initial,
      (_: string, __: string, byDefault: string | null) => byDefault ?? 'none',
    ]) {
      const texts = options.map(({ key, initial, byDefault }) => [key, textOf(key, initial, byDefault)])
      const schedule = makeSchedule('one', [makeFactor(type, Object.fromEntries(texts), parts)], {})
      const [back] = (await backOf(stateOf(schedule))).schedules
      expect(back!.factors).toEqual(schedule.factors)
    }
  })

  test('brings back trees, the run, the axes, the view and which schedule is edited', async () => {
    const first = {
      ...makeSchedule('Größe ∞', [TREE, makeFactor('StepScheduler')], { maxDuration: '' }, 3),
      visible: false,
    }
    const state: PageState = {
      ...stateOf(first, makeSchedule('', [], { baseLr: '0', secondsPerBatch: '0.5' })),
      axis: 'tok',
      log: true,
      view: [100.5, 2000.25],
    }
    const back = await backOf(state)
    const plain = ({ schedules, active, ...rest }: PageState) => ({
      ...rest,
      active: schedules.findIndex(({ id }) => id === active),
      schedules: schedules.map(({ id, ...schedule }) => schedule),
    })
    expect(plain(back)).toEqual(plain(state))
  })

  test('names schedulers and options as JSON does, and leaves out what is as by default', async () => {
    const schedule = makeSchedule('one', [makeFactor('CosineAnnealingScheduler', { alpha_f: '0.1' })], {})
    const hash = await encodeLink(stateOf(schedule))
    const values = {
      axis: 'ba',
      schedules: [{ name: 'one', factors: [{ type: 'CosineAnnealingScheduler', alphaF: '0.1' }] }],
    }
    expect((await decodeLink(linkOf(values))).schedules[0]!.factors).toEqual(schedule.factors)
    expect(hash.length).toBeLessThanOrEqual(linkOf(values).length + 8)
  })

  test('holds code, wherever it stands and whatever it says of itself', async () => {
    const code: Factor = { kind: 'function', code: '() => 1', held: false }
    const schedule = makeSchedule('one', [code, makeFactor('ProductScheduler', {}, [inner(code)])], {})
    const [back] = (await backOf(stateOf(schedule))).schedules
    const held = { ...code, held: true }
    expect(back!.factors).toEqual([held, makeFactor('ProductScheduler', {}, [inner(held)])])
    const said = linkOf({ axis: 'ba', schedules: [{ name: '', factors: [{ code: '1', held: false }] }] })
    expect((await decodeLink(said)).schedules[0]!.factors).toEqual([{ kind: 'function', code: '1', held: true }])
  })
})

describe('what is no link of this page', () => {
  const nested = (levels: number): unknown =>
    levels === 1 ? { type: 'LinearScheduler' } : { type: 'ClampScheduler', scheduler: nested(levels - 1) }
  const many = (count: number) => ({
    type: 'ProductScheduler',
    schedulers: Array.from({ length: count - 1 }, () => ({ type: 'LinearScheduler' })),
  })
  const withFactors = (...factors: unknown[]) => ({ axis: 'ba', schedules: [{ name: 'one', factors }] })

  test.each([
    ['a scheduler that there is not', withFactors({ type: 'NoScheduler' })],
    ['a node without parts', withFactors({ type: 'ProductScheduler', schedulers: [] })],
    ['a node that lacks its part', withFactors({ type: 'ClampScheduler' })],
    ['an option that must be given', withFactors({ type: 'StepScheduler' })],
    ['an option that is no value', withFactors({ type: 'LinearScheduler', alphaF: {} })],
    ['too many levels', withFactors(nested(DEEPEST + 1))],
    ['too many schedulers', withFactors(many(MOST_WITHIN + 1))],
    ['an axis that there is not', { ...withFactors(), axis: 'sec' }],
    ['no schedule', { axis: 'ba', schedules: [] }],
    ['a place that there is not', { ...withFactors(), active: 1 }],
    ['a colour that is none', { axis: 'ba', schedules: [{ name: '', colour: -1, factors: [] }] }],
    ['a number for a name', { axis: 'ba', schedules: [{ name: 5, factors: [] }] }],
    ['no object', null],
  ])('is refused: %s', async (_, values) => {
    await expect(decodeLink(linkOf(values))).rejects.toThrow('values that it does not know')
  })

  test('is read up to the limits', async () => {
    const { schedules } = await decodeLink(linkOf(withFactors(nested(DEEPEST), many(MOST_WITHIN - DEEPEST))))
    expect(schedules[0]!.factors).toHaveLength(2)
  })

  test('is refused: a node by its name in a link of the first form, which had none', async () => {
    const values = [0, 0, 0, 0, [['one', 1, 0, [], [['ClampScheduler', {}]]]]]
    await expect(decodeLink(linkOf(values, 'v1'))).rejects.toThrow('values that it does not know')
  })
})
