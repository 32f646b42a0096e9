/**
 * How to open the files of a sweep: lines for DuckDB and pandas, by the format.
 */
import { formatOf } from '../../../../sweep/formats/registry.js'
import type { SweepPlan } from '../../../../sweep/plan/plan.js'

/** Lines that open the curves of a sweep, or the summaries where there are no curves. */
export function opening(plan: SweepPlan, folder: string): string[] {
  const { format, keep, layout } = plan.spec
  const { extension, opening } = formatOf(format)
  const { library, read: call, join } = opening.python
  const kind = keep === 'summaries' ? 'configurations' : 'curves'
  const parts = plan.parts.filter((part) => part.kind === kind && part.format === format)
  if (parts.length === 0) return []
  const pattern = `${folder}/${kind}/*.${extension}`
  // Parts of the wide layout have different columns.
  const isWide = kind === 'curves' && layout === 'wide'
  const isOne = parts.length === 1 || isWide
  const duckdb = opening.duckdb ? [`duckdb: FROM ${sql(isWide ? `${folder}/${parts[0]!.name}` : pattern)}`] : []
  const read = (file: string) => call.replace('FILE', () => file)
  const python = isOne
    ? read(text(`${folder}/${parts[0]!.name}`))
    : `${join}([${read('file')} for file in sorted(glob.glob(${text(pattern)}))])`
  // What lists files knows no URLs.
  if (!isOne && /^[a-z]\w+:\/\//i.test(folder)) return duckdb
  return [...duckdb, `${`${library}:`.padEnd(7)} ${python}`]
}

const sql = (text: string): string => `'${text.replaceAll("'", "''")}'`
const text = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
