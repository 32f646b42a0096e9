/** Errors that were posted between threads are those that were thrown. */
import { expect, test } from 'vitest'
import { SchedulerError, Time } from '../../../../ts/index.js'
import { SweepError } from '../../../../ts/sweep/errors.js'
import { fromPosted, toPosted } from '../../../../ts/sweep/run/posted.js'

const again = (error: unknown) => fromPosted(structuredClone(toPosted(error)))

test('a SweepError has its class, its code and its message', () => {
  const found = again(new SweepError('missing-package', 'Install it. Now.'))
  expect(found).toBeInstanceOf(SweepError)
  expect(found).toMatchObject({ code: 'missing-package', message: 'Install it. Now.' })
})

test.each([
  new SchedulerError('wasm-trap', { found: 'unreachable' }),
  new SchedulerError('t-max-too-short', { tMax: new Time(5, 'ba'), maxDuration: new Time(10, 'ba') }),
  new SchedulerError('unknown-option', { owner: 'fill', option: 'x', known: ['from', 'count'] }),
  new SchedulerError('overflow', { base: 2, exponent: 1e9, step: 7 }),
])('a SchedulerError says the same: $code', (error) => {
  const found = again(error) as SchedulerError
  expect(SchedulerError.is(found, error.code)).toBe(true)
  expect(found.message).toBe(error.message)
})

test('an error of the system has its code, and any other is what structuredClone makes of it', () => {
  expect(again(Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }))).toMatchObject({
    code: 'EMFILE',
    message: 'EMFILE: too many open files',
  })
  expect(again(new TypeError('of ours'))).toMatchObject({ name: 'TypeError', message: 'of ours' })
  expect(again('a text')).toBe('a text')
  expect(again(null)).toBe(null)
})
