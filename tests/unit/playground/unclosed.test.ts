/** What code lacks, in words with the line. */
import { expect, test } from 'vitest'
import { unclosedIn } from '../../../ts/playground/sandbox/unclosed.js'

test.each([
  ['(state, ssr) => ((', 'the ( of line 1 is never closed'],
  ['(state, ssr) => {\n  if (ssr > 1) {\n    return 1\n}', 'the { of line 1 is never closed'],
  ['(state) =>\n  Math.min(1, [2)', 'the [ of line 2 is closed by the ) of line 2'],
  ['0.5); f(); (1', 'the ) of line 1 closes nothing'],
  ['() => {\n  return 1\n}\n}', 'the } of line 4 closes nothing'],
  ["() => 'a\n'", "the ' of line 1 is never closed"],
  ['() => "\\""\n + "', 'the " of line 2 is never closed'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: code as it is typed
  ['() => `${`${1}`}\n\n', 'the ` of line 1 is never closed'],
  ['() => `${1\n`', 'the ` of line 2 is never closed'],
  ['() => 1 /* why\n', 'the /* of line 1 is never closed'],
  ['() => /a[/]/.test("(") /* ) */ // }\n ? 1 / 2 / (3) : 4', null],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: code as it is typed
  ['() => `a ${{ b: `}` }.b} \\` ${1}`', null],
  ['(a) => a.b / 2 + ")" / 3', null],
  ['() => 1 2', null],
])('%j', (code, words) => {
  expect(unclosedIn(code)).toBe(words)
})
