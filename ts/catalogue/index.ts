/**
 * The catalogue: the words and the formula of every scheduler. Nothing of the core imports it, so that a program with
 * one scheduler carries no words.
 */
import type { SchedulerType } from '../wasm/table.js'
import { CONSTANT } from './constant.js'
import { COSINE } from './cosine.js'
import type { Entry } from './entry.js'
import { EXPONENTIAL } from './exponential.js'
import { LINEAR } from './linear.js'
import { POLYNOMIAL } from './polynomial.js'
import { STEP } from './step.js'

/** Every entry by the name of its class. */
export const CATALOGUE: Readonly<Record<SchedulerType, Entry>> = {
  ...CONSTANT,
  ...LINEAR,
  ...COSINE,
  ...EXPONENTIAL,
  ...POLYNOMIAL,
  ...STEP,
}
