/**
 * Plain JavaScript functions as schedulers: whether one takes the ratio, and whether what it returns is a multiplier.
 */
import { type ComposerScheduler, isCallableInstance } from './callable.js'
import { SchedulerError } from './errors.js'
import type { State } from './state.js'

/** A scheduler's name, for messages. */
function nameOf(scheduler: ComposerScheduler): string {
  return scheduler.name ? `'${scheduler.name}'` : 'an anonymous function'
}

/**
 * A scheduler, called as Composer calls it: with the ratio, except a function of one parameter, which is allowed only
 * at a ratio of 1.
 *
 * @throws at once `bad-type` for what is no function, `ssr-unsupported`; when called `scheduler-result`
 */
export function bindRatio(scheduler: ComposerScheduler, ssr: number): (state: State) => number {
  if (typeof scheduler !== 'function') {
    throw new SchedulerError('bad-type', {
      what: 'A scheduler',
      expected: 'a scheduler or a function (state, ssr) => number',
      found: scheduler,
    })
  }
  const name = nameOf(scheduler)
  if (!isCallableInstance(scheduler) && isClass(scheduler)) {
    throw new SchedulerError('bad-type', {
      what: 'A scheduler',
      expected: `an instance, made with new ${scheduler.name}(…)`,
      found: `class ${scheduler.name}`,
    })
  }
  const withRatio = isCallableInstance(scheduler) || takesRatio(scheduler)
  if (!withRatio && ssr !== 1) throw new SchedulerError('ssr-unsupported', { scheduler: name, ssr })
  return (state) =>
    checkResult(withRatio ? scheduler(state, ssr) : (scheduler as (state: State) => number)(state), name)
}

function checkResult(found: unknown, scheduler: string): number {
  if (typeof found === 'number' && !Number.isNaN(found)) return found
  const isPromise =
    typeof found === 'object' && found !== null && typeof (found as PromiseLike<number>).then === 'function'
  // The promise is dropped: a rejection that nobody waits for must not end the process.
  if (isPromise) (found as PromiseLike<number>).then(undefined, () => {})
  throw new SchedulerError('scheduler-result', { scheduler, found: isPromise ? 'a promise' : found })
}

function isClass(scheduler: ComposerScheduler): boolean {
  return /^class\b/.test(sourceOf(scheduler))
}

function sourceOf(scheduler: ComposerScheduler): string {
  return Function.prototype.toString.call(scheduler)
}

/**
 * Whether a function has a second parameter, or may have one: `length` counts only those before the first default, so
 * the source text decides where it is below 2; without a source text (bound, native) a function is taken to have one.
 */
export function takesRatio(scheduler: ComposerScheduler): boolean {
  if (scheduler.length >= 2) return true
  const source = sourceOf(scheduler)
  return /\{\s*\[native code\]\s*\}\s*$/.test(source) || hasSecondParameter(source)
}

const SKIPPED = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|`(?:\\[\s\S]|[^`\\])*`/y
const DEPTH: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 }

/** Reads a function's source up to where its parameter list is decided: a comma or dots at its top level, or its end. */
function hasSecondParameter(source: string): boolean {
  let depth = 0
  let comma = false
  for (let at = 0; at < source.length; at++) {
    SKIPPED.lastIndex = at
    const skipped = SKIPPED.exec(source)
    if (skipped !== null) {
      at += skipped[0].length - 1
      continue
    }
    const char = source[at]!
    const inList = depth === 1
    // `state => …` has no list, and one parameter.
    if (depth === 0 && source.startsWith('=>', at)) return false
    // A computed method name, [name](state) {…}, is no list.
    if (depth === 0 && char === '[') at = skipBrackets(source, at)
    else {
      depth += DEPTH[char] ?? 0
      if (depth === 0 && inList) return false
      if (inList && source.startsWith('...', at)) return true
      // A comma counts once something follows it: a trailing one adds no parameter.
      if (inList && comma && /\S/.test(char)) return true
      if (inList && char === ',') comma = true
    }
  }
  return false
}

function skipBrackets(source: string, from: number): number {
  let depth = 0
  for (let at = from; at < source.length; at++) {
    depth += source[at] === '[' ? 1 : source[at] === ']' ? -1 : 0
    if (depth === 0) return at
  }
  return source.length
}
