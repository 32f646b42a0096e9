/**
 * What the page opens with: a schedule, and what becomes of it in half the steps. It is the preset of its name, which is
 * loaded later.
 */
import { makeFactor, makeSchedule, type Schedule } from './state.js'

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
