/** The presets of the built package: evaluated by its core, whose classes they are of. */
import { BuiltinScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { PRESETS, preset } from 'scale-schedule/presets'
import { expect, test } from 'vitest'

test('each is made of the core’s own classes, and has a value at its first and last batch', () => {
  expect(PRESETS.length).toBeGreaterThan(40)
  for (const { name } of PRESETS) {
    const { schedulers, run, baseLr } = preset(name)
    expect(schedulers.every((scheduler) => scheduler instanceof BuiltinScheduler) && run instanceof TrainingRun).toBe(
      true,
    )
    const ends = evaluate(schedulers, run, { at: [0, run.batches - 1], baseLr })
    expect(
      [...ends].every((rate) => rate >= 0 && rate <= baseLr),
      name,
    ).toBe(true)
  }
})
