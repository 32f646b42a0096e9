/**
 * What the page opens with: a schedule, and what becomes of it in half the steps. It is the preset of its name, which is
 * loaded later.
 */
import { makeFactor, makeSchedule, type PageState, type Schedule } from './state.js'

export const FIRST_NAME = 'MPT-7B'
const FIRST_RATIO = '0.5'

/** The schedule, made anew. */
export const makeFirst = (): Schedule =>
  makeSchedule(FIRST_NAME, [makeFactor('CosineAnnealingWithWarmupScheduler', { t_warmup: '100ba', alpha_f: '0.1' })], {
    maxDuration: '63900ba',
    samplesPerBatch: '1024',
    tokensPerSample: '2048',
    baseLr: '1.2e-4',
    scaleScheduleRatio: FIRST_RATIO,
  })

/** Whether all that a page shows is what it opens with, in which nobody has chosen or done anything. */
export function isFirst({ schedules: [only, ...others] }: PageState): boolean {
  const wordsOf = ({ name, factors, run }: Schedule) => JSON.stringify([name, factors, run])
  return others.length === 0 && wordsOf(only!) === wordsOf(makeFirst())
}
