/**
 * In place of `schedulers/mixed` in the worker that evaluates: no schedule has a function there, as these are evaluated in
 * the sandbox, which has all of the core.
 */
import { SchedulerError } from '../../errors/error.js'
import type { ComposerScheduler } from '../../schedulers/callable.js'
import { customPath } from '../../schedulers/tree.js'

export const isMixed = (): boolean => false

const elsewhere = (scheduler: ComposerScheduler): never => {
  throw new SchedulerError('custom-function', { path: customPath(scheduler) ?? '' })
}
export const overRange = elsewhere
export const atStates = elsewhere
