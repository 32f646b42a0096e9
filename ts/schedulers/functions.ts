/**
 * Plain JavaScript functions as schedulers: whether one takes the ratio, and whether what it returns is a multiplier.
 */

import { SchedulerError } from '../errors/error.js'
import { postedCure } from '../state/posted.js'
import type { State } from '../state/state.js'
import { type ComposerScheduler, isCallableInstance } from './callable.js'
import { isClass, takesRatio } from './parameters.js'

/** A scheduler's name, for messages; a class of the user's may have made anything of it. */
function nameOf(scheduler: ComposerScheduler): string {
  const name: unknown = scheduler.name
  return typeof name === 'string' && name !== '' ? `'${name}'` : 'an anonymous function'
}

/** Refuses what can't be called as a scheduler (`bad-type`): what is no function, and a class in place of an instance. */
export function checkFunction(what: string, found: unknown): ComposerScheduler {
  if (typeof found !== 'function') {
    throw new SchedulerError('bad-type', {
      what,
      expected: 'a scheduler or a function (state, ssr) => number',
      found,
      cure: postedCure(found, 'Scheduler'),
    })
  }
  const scheduler = found as ComposerScheduler
  if (!isCallableInstance(scheduler) && isClass(scheduler)) {
    throw new SchedulerError('bad-type', {
      what,
      expected: `an instance, as new ${typeof scheduler.name === 'string' && scheduler.name !== '' ? scheduler.name : 'Class'}(…) makes it`,
      found: 'the class itself',
    })
  }
  return scheduler
}

/**
 * A scheduler, called as Composer calls it: with the ratio, except a function of one parameter, which is allowed only
 * at a ratio of 1.
 *
 * @throws at once `bad-type` for what is no function, `ssr-unsupported`; when called `scheduler-result`
 */
export function bindRatio(scheduler: ComposerScheduler, ssr: number): (state: State) => number {
  checkFunction('A scheduler', scheduler)
  const name = nameOf(scheduler)
  const withRatio = isCallableInstance(scheduler) || takesRatio(scheduler)
  if (!withRatio && ssr !== 1) throw new SchedulerError('ssr-unsupported', { scheduler: name, ssr })
  const call = withRatio ? scheduler : (state: State) => (scheduler as (state: State) => number)(state)
  return (state) => {
    const found = call(state, ssr)
    return typeof found === 'number' && !Number.isNaN(found) ? found : refuse(found, name)
  }
}

function refuse(found: unknown, scheduler: string): never {
  const isPromise =
    typeof found === 'object' && found !== null && typeof (found as PromiseLike<number>).then === 'function'
  // The promise is dropped: a rejection that nobody waits for must not end the process.
  if (isPromise) (found as PromiseLike<number>).then(undefined, () => {})
  throw new SchedulerError('scheduler-result', { scheduler, found, promise: isPromise || undefined })
}
