/**
 * NDJSON: a row is an object of JSON on a line of its own.
 *
 * No value is null. Infinities and NaN, which JSON has no numbers for, are the strings "Infinity", "-Infinity" and
 * "NaN".
 */
import type { Encoder } from '../format.js'
import { floatText, textWriter, wellFormed } from '../text.js'

/** Writes it. */
export const ndjsonEncoder: Encoder = {
  packages: {},
  async open(schema) {
    const keys = schema.columns.map(({ name }) => `${json(name)}:`)
    return textWriter(schema, {
      head: '',
      around: [...keys.map((key, i) => (i === 0 ? `{${key}` : `,${key}`)), '}\n'],
      text: json,
      float: (value) => (Number.isFinite(value) ? floatText(value) : `"${value}"`),
      none: 'null',
    })
  },
}

const json = (text: string): string => JSON.stringify(wellFormed(text))
