/**
 * Known runs to start from: those of the package, the examples of Composer's documentation, and a few of the page's own.
 * Loaded once the first curve is there.
 */
import { ALL } from '../../presets/all.js'
import type { DescribedPreset, PresetSource } from '../../presets/described.js'
import { lrText } from '../panel/numbers.js'
import { factorOfData } from './data.js'
import { FIRST_NAME, FIRST_RATIO } from './first.js'
import { makeFactor, makeSchedule, type RunText, type Schedule } from './state.js'
import type { Factor } from './tree.js'

/** A preset: a schedule is made anew each time. */
export interface Preset {
  readonly group: string
  readonly name: string
  /** Where it was published, and what that leaves open; null for one that nobody published. */
  readonly told: { readonly source: PresetSource; readonly note: string } | null
  make(): Schedule
}

const own = (group: string, name: string, factors: () => Factor[], run: Partial<RunText>): Preset => ({
  group,
  name,
  told: null,
  make: () => makeSchedule(name, factors(), run),
})

const textOf = (count: number | null | undefined): string => (count == null ? '' : String(count))

function published({ group, title, source, note, schedulers, run, baseLr }: DescribedPreset): Preset {
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
  return { group, name: title, told: { source, note }, make }
}

/** All presets, those of a group together. */
export const PRESETS: readonly Preset[] = [
  ...ALL.map(published),
  own(
    'Composer’s documentation',
    'Multi-step at 30, 50 and 90 %',
    () => [makeFactor('MultiStepScheduler', { milestones: '0.3dur, 0.5dur, 0.9dur', gamma: '0.1' })],
    { maxDuration: '90ep', dataloaderLen: '626', baseLr: '0.1' },
  ),
  own(
    'Composer’s documentation',
    'Halve after ten epochs (a function)',
    () => [
      {
        kind: 'function',
        code: '(state, ssr) => (state.timestamp.epoch < 10 * ssr ? 1 : 0.5)',
        held: false,
      },
    ],
    { maxDuration: '20ep', dataloaderLen: '100', baseLr: '0.1' },
  ),
  own(
    'Other',
    'Ten million steps, three schedulers',
    () => [
      makeFactor('CosineAnnealingWithWarmupScheduler', { t_warmup: '20000ba', alpha_f: '0.05' }),
      makeFactor('CosineAnnealingWarmRestartsScheduler', { t_0: '500000ba', alpha_f: '0.4' }),
      makeFactor('MultiStepScheduler', { milestones: '0.6dur, 0.8dur', gamma: '0.5' }),
    ],
    { maxDuration: '10000000ba', samplesPerBatch: '1024', tokensPerSample: '2048', baseLr: '3e-4' },
  ),
  own('Other', 'Empty', () => [], {}),
]

/** Whether a schedule is as a preset gives it, whatever it is called. */
export function isAsGiven({ factors, run }: Schedule): boolean {
  const words = JSON.stringify([factors, run])
  return PRESETS.some((one) => {
    const given = one.make()
    const { scaleScheduleRatio } = given.run
    const ratios = one.name === FIRST_NAME ? [scaleScheduleRatio, FIRST_RATIO] : [scaleScheduleRatio]
    return ratios.some(
      (ratio) => JSON.stringify([given.factors, { ...given.run, scaleScheduleRatio: ratio }]) === words,
    )
  })
}
