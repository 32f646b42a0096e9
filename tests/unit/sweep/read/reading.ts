/**
 * What the tests of readers use: the sources, and the forms that files have.
 */
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'

export * from '../../../../ts/sweep/index.js'

const READABLE = ['parquet', 'arrow']

const forms: SweepSpec[] = [
  { format: 'parquet' },
  { format: 'arrow' },
  { format: 'csv' },
  { format: 'ndjson' },
  { format: 'npy' },
]

/** All formats in both layouts. */
export const ALL_FORMS = forms.flatMap((form) => [
  { ...form, layout: 'long' as const },
  { ...form, layout: 'wide' as const },
])

/** Those whose curves are read back. */
export const READABLE_FORMS = ALL_FORMS.filter(({ format }) => READABLE.includes(format!))
/** Those whose curves other programs read. */
export const OTHER_FORMS = ALL_FORMS.filter(({ format }) => !READABLE.includes(format!))
