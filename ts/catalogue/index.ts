/**
 * The catalogue: the words and the formula of every scheduler. Nothing of the core imports it, so that a program with
 * one scheduler carries no words.
 */
import type { SchedulerType } from '../wasm/table.js'
import { CONSTANT } from './constant.js'
import { COSINE } from './cosine.js'
import { CYCLES_AGAIN } from './cycles.js'
import { DECAYS } from './decays.js'
import type { Entry } from './entry.js'
import { EXPONENTIAL } from './exponential.js'
import { FALLS } from './falls.js'
import { LINEAR } from './linear.js'
import { NODES } from './nodes.js'
import { PIECEWISE } from './piecewise.js'
import { POLYNOMIAL } from './polynomial.js'
import { ROOTS } from './roots.js'
import { STABLE_DECAY } from './stable.js'
import { STEP } from './step.js'
import { TRIANGLES } from './triangles.js'

/** Those that Composer or llm-foundry has a class of. */
const IN_PYTHON = { ...CONSTANT, ...LINEAR, ...COSINE, ...EXPONENTIAL, ...POLYNOMIAL, ...STEP }

/** Whether Composer or llm-foundry has a class of that name. */
export const isInPython = (type: SchedulerType): boolean => Object.hasOwn(IN_PYTHON, type)

/** Every entry by the name of its class. */
export const CATALOGUE: Readonly<Record<SchedulerType, Entry>> = {
  ...IN_PYTHON,
  ...DECAYS,
  ...FALLS,
  ...CYCLES_AGAIN,
  ...PIECEWISE,
  ...TRIANGLES,
  ...STABLE_DECAY,
  ...ROOTS,
  ...NODES,
}
