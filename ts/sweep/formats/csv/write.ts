/**
 * CSV of RFC 4180, in UTF-8, with a header, and with line feeds alone.
 *
 * No value is an empty field, an empty text is `""`. Infinities and NaN are Infinity, -Infinity and NaN, which pandas
 * takes for floats by itself and DuckDB when told so: `read_csv(..., types = {'lr': 'DOUBLE'})`.
 */
import type { Encoder } from '../format.js'
import { floatText, textWriter, wellFormed } from '../text.js'

/** Writes it. */
export const csvEncoder: Encoder = {
  packages: {},
  async open(schema) {
    return textWriter(schema, {
      head: `${schema.columns.map(({ name }) => quoted(name)).join(',')}\n`,
      around: ['', ...schema.columns.slice(1).map(() => ','), '\n'],
      text: quoted,
      float: floatText,
      none: '',
    })
  },
}

// Also what a reader could take for the end of a line, for padding, or for no value.
const SPECIAL = /[",\r\n]|^\s|\s$|^$/

function quoted(text: string): string {
  const whole = wellFormed(text)
  return SPECIAL.test(whole) ? `"${whole.replaceAll('"', '""')}"` : whole
}
