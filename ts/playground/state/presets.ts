/**
 * Presets to start from: what one is, and those of the page's own, among them the examples of Composer's documentation.
 */
import type { PresetSource } from '../../presets/described.js'
import { makeFactor, makeSchedule, type RunText, type Schedule } from './state.js'
import type { Factor } from './tree.js'

/** A preset: a schedule is made anew each time. */
export interface Preset {
  readonly group: string
  readonly name: string
  /** Where it was published, and what that leaves open; null for one that nobody published. */
  readonly told: { readonly source: PresetSource; readonly note: string } | null
  make(): Schedule
  /** Its further curves. */
  furtherOf(schedule: Schedule): Schedule[]
}

const own = (group: string, name: string, factors: () => Factor[], run: Partial<RunText>): Preset => ({
  group,
  name,
  told: null,
  make: () => makeSchedule(name, factors(), run),
  furtherOf: () => [],
})

/** Those of the page's own, those of a group together. */
export const OWN: readonly Preset[] = [
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
