/**
 * Reads Parquet by hyparquet, also what version 0.1 wrote in Zstandard.
 */
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet'
import {
  checkRows,
  columnOf,
  describedBy,
  emptyColumn,
  type OpenPieces,
  type OpenTable,
  type TableFacts,
  type TableFile,
} from '../reading.js'
import { type ColumnData, type ColumnSpec, METADATA_KEY } from '../table.js'
import { metadataOf } from './layout.js'

/** Opens a Parquet file. Columns are read when they are asked for. */
export const openParquet: OpenTable = (bytes, facts) =>
  openBuffer(
    bytes,
    { byteLength: bytes.length, slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer },
    facts,
  )

/** Opens a Parquet file by its footer. Of a column its chunks alone are read. */
export const openParquetPieces: OpenPieces = ({ bytes, footer, read }, facts) =>
  openBuffer(
    footer,
    { byteLength: bytes, slice: async (start, end = bytes) => (await read(start, end)).buffer as ArrayBuffer },
    facts,
  )

/** @param end what the file ends with, its footer at least */
async function openBuffer(end: Uint8Array, file: AsyncBuffer, facts: TableFacts): Promise<TableFile> {
  const metadata = await metadataOf(end)
  checkRows(Number(metadata.num_rows), facts)
  const compressors = await compressorsFor(metadata)
  return {
    described: describedBy(metadata.key_value_metadata?.find(({ key }) => key === METADATA_KEY)?.value),
    names: metadata.schema.slice(1).map(({ name }) => name),
    async read(name) {
      const { parquetRead } = await import('hyparquet')
      const spec = columnOf(facts, name)
      const column = emptyColumn(spec, facts.rows)
      await parquetRead({
        file,
        metadata,
        compressors,
        columns: [spec.name],
        onChunk: ({ columnData, rowStart }) => put(column, columnData as ArrayLike<unknown>, rowStart, spec),
      })
      return column
    },
  }
}

/** What decompresses a file, beyond Snappy. */
async function compressorsFor({ row_groups }: FileMetaData): Promise<Compressors> {
  const isZstd = row_groups.some(({ columns }) => columns.some(({ meta_data }) => meta_data?.codec === 'ZSTD'))
  if (!isZstd) return {}
  const { decompress } = await import('fzstd')
  return { ZSTD: (input, size) => decompress(input, new Uint8Array(size)) }
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
