/**
 * The known runs of the package as presets of the page. Loaded once the first curve is there.
 */
import { ALL } from '../../presets/all.js'
import type { DescribedPreset } from '../../presets/described.js'
import { lrText } from '../panel/numbers.js'
import { quantityIn, valuesBeside } from './beside.js'
import { factorOfData } from './data.js'
import type { Preset } from './presets.js'
import { makeSchedule, type RunText, type Schedule } from './state.js'

const textOf = (count: number | null | undefined): string => (count == null ? '' : String(count))

function published({ group, title, source, note, schedulers, others = {}, run, baseLr }: DescribedPreset): Preset {
  const { maxDuration, dataloaderLen, samplesPerBatch, tokensPerSample } = run
  const text: Partial<RunText> = {
    maxDuration: String(maxDuration),
    dataloaderLen: textOf(dataloaderLen),
    samplesPerBatch: textOf(samplesPerBatch),
    tokensPerSample: textOf(tokensPerSample),
    baseLr: lrText(baseLr),
  }
  const make = () =>
    makeSchedule(
      title,
      schedulers.map((json) => factorOfData(json, true)),
      text,
    )
  const furtherOf = (schedule: Schedule) =>
    Object.entries(others).flatMap(([name, list]) => {
      const quantity = quantityIn(name)
      const factors = list.map((json) => factorOfData(json, true))
      return quantity === null ? [] : [valuesBeside(schedule, quantity, factors)]
    })
  return { group, name: title, told: { source, note }, make, furtherOf }
}

/** All of them, those of a group together. */
export const PUBLISHED: readonly Preset[] = ALL.map(published)
