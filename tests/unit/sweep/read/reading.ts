/**
 * What the tests of readers use: the sources, and the forms that files have.
 */
import type { SweepSpec } from '../../../../ts/sweep/spec/spec.js'

export * from '../../../../ts/sweep/index.js'

const forms: SweepSpec[] = [
  { format: 'parquet', writer: 'hyparquet-writer' },
  { format: 'parquet', writer: 'parquet-wasm' },
  { format: 'arrow' },
  { format: 'csv' },
  { format: 'ndjson' },
  { format: 'npy' },
]

/** All formats in both layouts. */
export const FORMATS = forms.flatMap((form) => [
  { ...form, layout: 'long' as const },
  { ...form, layout: 'wide' as const },
])
