/**
 * Known runs to start from: llm-foundry's MPT models, ResNet-50, the examples of Composer's documentation.
 */
import { makeFactor, makeSchedule, type RunText, type Schedule } from './state.js'
import type { Factor } from './tree.js'

/** A preset: a schedule is made anew each time. */
export interface Preset {
  readonly group: string
  readonly name: string
  make(): Schedule
}

// Name, batches, global batch size, learning rate; all with sequences of 2048 tokens.
const MPT = [
  ['MPT-125M', 4800, 256, '6e-4'],
  ['MPT-350M', 13400, 256, '3e-4'],
  ['MPT-760M', 29000, 256, '2.5e-4'],
  ['MPT-1B', 24800, 512, '2e-4'],
  ['MPT-3B', 51500, 512, '1.6e-4'],
  ['MPT-7B', 63900, 1024, '1.2e-4'],
  ['MPT-13B', 124000, 1024, '1e-4'],
  ['MPT-30B', 143100, 2048, '1e-4'],
  ['MPT-70B', 333800, 2048, '8e-5'],
] as const

const preset = (group: string, name: string, factors: () => Factor[], run: Partial<RunText>): Preset => ({
  group,
  name,
  make: () => makeSchedule(name, factors(), run),
})

/** All presets, those of a group together. */
export const PRESETS: readonly Preset[] = [
  ...MPT.map(([name, batches, samples, lr]) =>
    preset(
      'llm-foundry',
      name,
      () => [makeFactor('CosineAnnealingWithWarmupScheduler', { t_warmup: '100ba', alpha_f: '0.1' })],
      { maxDuration: `${batches}ba`, samplesPerBatch: String(samples), tokensPerSample: '2048', baseLr: lr },
    ),
  ),
  preset(
    'Vision',
    'ResNet-50, two schedulers',
    () => [
      makeFactor('CosineAnnealingWithWarmupScheduler', { t_warmup: '8ep' }),
      makeFactor('MultiStepScheduler', { milestones: '80ep', gamma: '0.5' }),
    ],
    { maxDuration: '90ep', dataloaderLen: '626', samplesPerBatch: '2048', baseLr: '2.0' },
  ),
  preset(
    'Composer’s documentation',
    'Multi-step at 30, 50 and 90 %',
    () => [makeFactor('MultiStepScheduler', { milestones: '0.3dur, 0.5dur, 0.9dur', gamma: '0.1' })],
    { maxDuration: '90ep', dataloaderLen: '626', baseLr: '0.1' },
  ),
  preset(
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
  preset(
    'Other',
    'Ten million steps, three schedulers',
    () => [
      makeFactor('CosineAnnealingWithWarmupScheduler', { t_warmup: '20000ba', alpha_f: '0.05' }),
      makeFactor('CosineAnnealingWarmRestartsScheduler', { t_0: '500000ba', alpha_f: '0.4' }),
      makeFactor('MultiStepScheduler', { milestones: '0.6dur, 0.8dur', gamma: '0.5' }),
    ],
    { maxDuration: '10000000ba', samplesPerBatch: '1024', tokensPerSample: '2048', baseLr: '3e-4' },
  ),
  preset('Other', 'Empty', () => [], {}),
]

/** What the page opens with, and at which ratio: the schedule, and what becomes of it in half the steps. */
export const FIRST_RATIO = '0.5'
export const FIRST = PRESETS.find(({ name }) => name === 'MPT-7B')!

/** Whether a schedule is as a preset gives it, whatever it is called. */
export function isAsGiven({ factors, run }: Schedule): boolean {
  const words = JSON.stringify([factors, run])
  return PRESETS.some((one) => {
    const given = one.make()
    const ratios = one === FIRST ? [given.run.scaleScheduleRatio, FIRST_RATIO] : [given.run.scaleScheduleRatio]
    return ratios.some(
      (ratio) => JSON.stringify([given.factors, { ...given.run, scaleScheduleRatio: ratio }]) === words,
    )
  })
}
