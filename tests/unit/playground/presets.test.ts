/** Known runs on the page: those of the package, as the page types them. */
import { expect, test } from 'vitest'
import { dataOf } from '../../../ts/playground/state/data.js'
import { FIRST_NAME, isFirst, makeFirst } from '../../../ts/playground/state/first.js'
import { isWithinLimits } from '../../../ts/playground/state/packed.js'
import { OWN } from '../../../ts/playground/state/presets.js'
import { PUBLISHED } from '../../../ts/playground/state/published.js'
import { stateWith } from '../../../ts/playground/state/state.js'
import { PRESETS as PACKAGED, preset } from '../../../ts/presets/index.js'
import { Scheduler } from '../../../ts/schedulers/all.js'

test('the page begins with the preset of that name, at half the ratio', () => {
  const first = makeFirst()
  const { factors, run } = PUBLISHED.find(({ name }) => name === FIRST_NAME)!.make()
  expect([first.factors, first.run]).toEqual([factors, { ...run, scaleScheduleRatio: '0.5' }])
  expect(isFirst(stateWith(first))).toBe(true)
  expect(isFirst({ ...stateWith(first), schedules: [first, makeFirst()] })).toBe(false)
  // Chosen by somebody, at its own ratio, or changed.
  first.run.scaleScheduleRatio = '1'
  expect(isFirst(stateWith(first))).toBe(false)
  expect(isFirst(stateWith({ ...makeFirst(), name: 'mine' }))).toBe(false)
})

test('no two presets have the same name, by which the list knows them', () => {
  const names = [...PUBLISHED, ...OWN].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('each of the package is there, as it is given, and none is more than the page shows', () => {
  for (const { name, title, source, note } of PACKAGED) {
    const found = PUBLISHED.find((each) => each.name === title)!
    expect(found.told).toEqual({ source, note })
    const { factors, run } = found.make()
    const { schedulers, run: planned, baseLr } = preset(name)
    expect(isWithinLimits(factors)).toBe(true)
    expect([Number(run.baseLr), run.maxDuration]).toEqual([baseLr, planned.toJSON().maxDuration])
    expect([run.samplesPerBatch, run.tokensPerSample, run.dataloaderLen].map((text) => Number(text) || null)).toEqual([
      planned.pace.samplesPerBatch,
      planned.pace.tokensPerSample,
      planned.pace.dataloaderLen,
    ])
    // Numbers are texts there: what is not a tree reads them as JSON does.
    if (schedulers.every(({ name: type }) => !/Sequence|WithWarmupScheduler|Piecewise|Multi/.test(type))) {
      const json = factors.map((factor) => numbersOf(dataOf(factor)))
      const read = json.map((one) => Scheduler.fromJSON(one as never).toJSON())
      expect(read).toEqual(schedulers.map((scheduler) => scheduler.toJSON()))
    }
  }
})

/** Typed numbers as numbers. */
const numbersOf = (data: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value,
    ]),
  )
