/**
 * Reads Parquet: by hyparquet what hyparquet-writer wrote, and by parquet-wasm what is compressed with Zstandard, for
 * which hyparquet has no code.
 */
import type { AsyncBuffer, FileMetaData } from 'hyparquet'
import { arrowColumn } from '../arrow/column.js'
import { loadOptional } from '../packages.js'
import { checkRows, columnOf, emptyColumn, type OpenTable, type TableFacts } from '../reading.js'
import type { ColumnData, ColumnSpec } from '../table.js'
import { metadataOf } from './layout.js'

const OWN_CODECS = new Set(['UNCOMPRESSED', 'SNAPPY'])

/** Opens a Parquet file. Columns are read when they are asked for. */
export const openParquet: OpenTable = async (bytes, facts) => {
  const metadata = await metadataOf(bytes)
  checkRows(Number(metadata.num_rows), facts)
  const names = metadata.schema.slice(1).map(({ name }) => name)
  const codecs = metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec ?? ''))
  const isOwn = codecs.every((codec) => OWN_CODECS.has(codec))
  const read = isOwn ? byHyparquet(bytes, metadata, facts.rows) : await byParquetWasm(bytes, facts)
  return { names, read: async (name) => read(columnOf(facts, name)) }
}

type ReadColumn = (spec: ColumnSpec) => Promise<ColumnData>

function byHyparquet(bytes: Uint8Array, metadata: FileMetaData, rows: number): ReadColumn {
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
  }
  return async (spec) => {
    const { parquetRead } = await import('hyparquet')
    const column = emptyColumn(spec, rows)
    await parquetRead({
      file,
      metadata,
      columns: [spec.name],
      onChunk: ({ columnData, rowStart }) => put(column, columnData as ArrayLike<unknown>, rowStart, spec),
    })
    return column
  }
}

function put(column: ColumnData, values: ArrayLike<unknown>, at: number, spec: ColumnSpec): void {
  if (column instanceof Float64Array || column instanceof Int32Array) {
    column.set(spec.type === 'int64' ? Array.from(values, Number) : (values as ArrayLike<number>), at)
    return
  }
  const cells = column as (number | string | null)[]
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null
    cells[at + i] = spec.type === 'int64' && value !== null ? Number(value) : (value as number | string | null)
  }
}

async function byParquetWasm(bytes: Uint8Array, { rows }: TableFacts): Promise<ReadColumn> {
  const purpose = 'Parquet files in Zstandard'
  const parquet = await loadOptional('parquet-wasm', purpose, () => import('parquet-wasm'))
  const arrow = await loadOptional('apache-arrow', purpose, () => import('apache-arrow'))
  return async (spec) => {
    // Without a size of batches as large there would be one for every 1024 rows.
    const table = parquet.readParquet(bytes, { columns: [spec.name], batchSize: Math.max(1, rows) })
    return arrowColumn(arrow.tableFromIPC(table.intoIPCStream()), spec)
  }
}
