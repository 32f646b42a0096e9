/**
 * This engine computes the bits that Node computed in the same run.
 */
import { expect, inject, test } from 'vitest'
import { server } from 'vitest/browser'
import { digests } from './fills.js'

test('this is the browser that it is taken for', () => {
  expect(navigator.userAgent).toMatch(server.browser === 'firefox' ? / Firefox\/\d/ : / (Headless)?Chrome\/\d/)
})

test('every scheduler and product, in f64 and f32, has the bytes that Node computed', async () => {
  const expected = inject('nodeDigests')
  expect(Object.keys(expected).length).toBe(4 * 27)
  // No two of them are the same, but where a ratio changes nothing.
  expect(new Set(Object.values(expected)).size).toBeGreaterThan(100)
  expect(await digests()).toEqual(expected)
})
