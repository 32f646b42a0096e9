/**
 * Whether a text is a configuration: told by its keys, in a time that its length bounds.
 */
import { expect, test } from 'vitest'
import { isConfiguration } from '../../../ts/config/recognize.js'

test.each([
  ['max_duration: 10ba', true],
  ['run:\n\t"max_duration" : 10ba', true],
  ['{"lr": 1, \'max_duration\': 1}', true],
  ['name: x\nparameters:\n  max_duration: 1ba', true],
  ['hyperparameters: 1', false],
  ['my_max_duration: 1', false],
  ['{"max_steps": 100}', false],
])('%j: %s', (text, expected) => {
  expect(isConfiguration(text)).toBe(expected)
})

test('a million empty lines are looked at once', () => {
  expect(isConfiguration(`x${'\n'.repeat(1_000_000)}max_duration: 1ba`)).toBe(true)
  expect(isConfiguration(`x${'\r'.repeat(1_000_000)}`)).toBe(false)
})
