/**
 * Numbers as they are typed: one reader for the whole page, so that a text is the same number wherever it goes.
 */
import { parseFloatText } from '../../state/time/float.js'

/** The finite number that a text is, in the notation that times have too (`1_000`, `3e-4`); null where it is none. */
export function numberOf(text: string): number | null {
  const value = parseFloatText(text)
  return value !== undefined && Number.isFinite(value) ? value : null
}
