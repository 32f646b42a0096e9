/**
 * How to open the files of a sweep: lines for DuckDB and pandas, by the format.
 */
import type { SweepPlan } from '../../../../sweep/plan/plan.js'

// What pandas (NumPy for npy) reads a file with.
const READ = {
  parquet: 'pd.read_parquet(FILE)',
  arrow: 'pd.read_feather(FILE)',
  csv: 'pd.read_csv(FILE)',
  ndjson: 'pd.read_json(FILE, lines=True)',
  npy: 'np.load(FILE)',
} as const

/** Lines that open the curves of a sweep, or the summaries where there are no curves. */
export function opening(plan: SweepPlan, folder: string): string[] {
  const { format, keep, layout } = plan.spec
  const kind = keep === 'summaries' ? 'configurations' : 'curves'
  const parts = plan.parts.filter((part) => part.kind === kind)
  if (parts.length === 0) return []
  const pattern = `${folder}/${kind}/*.${format}`
  // Parts of the wide layout have different columns.
  const isWide = kind === 'curves' && layout === 'wide'
  const isOne = parts.length === 1 || isWide
  // DuckDB reads neither Arrow files nor npy by itself.
  const knows = format !== 'arrow' && format !== 'npy'
  const duckdb = knows ? [`duckdb: FROM ${sql(isWide ? `${folder}/${parts[0]!.name}` : pattern)}`] : []
  const read = (file: string) => READ[format].replace('FILE', () => file)
  const all = format === 'npy' ? 'np.concatenate' : 'pd.concat'
  const python = isOne
    ? read(text(`${folder}/${parts[0]!.name}`))
    : `${all}([${read('file')} for file in sorted(glob.glob(${text(pattern)}))])`
  return [...duckdb, `${format === 'npy' ? 'numpy: ' : 'pandas:'} ${python}`]
}

const sql = (text: string): string => `'${text.replaceAll("'", "''")}'`
const text = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
