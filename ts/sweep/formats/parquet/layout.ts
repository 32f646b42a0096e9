/**
 * Where the pieces of a Parquet file lie, by its footer.
 */
import type { FileMetaData } from 'hyparquet'
import type { Layout, Range } from '../format.js'

// The length of the metadata, and the magic number.
const TAIL = 8

/** Where the footer is: the metadata, its length and the magic number. */
function footerOf(file: Uint8Array): Range {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const length = file.length < TAIL ? 0 : view.getUint32(file.length - TAIL, true)
  const bytes = length + TAIL
  if (length === 0 || bytes > file.length) throw new Error('no footer')
  return { offset: file.length - bytes, bytes }
}

/** What a file says of itself, read from its footer alone; that may be all there is. */
export async function metadataOf(file: Uint8Array): Promise<FileMetaData> {
  const { parquetMetadata } = await import('hyparquet')
  return parquetMetadata(file.slice(footerOf(file).offset).buffer as ArrayBuffer)
}

/** How many rows a file has. */
export async function countRows(file: Uint8Array): Promise<number> {
  const { num_rows, row_groups } = await metadataOf(file)
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== num_rows) throw new Error(`${rows} rows in its groups, not ${num_rows}`)
  return Number(num_rows)
}

/** The footer, and the chunks of columns row group by row group. */
export async function layoutOf(file: Uint8Array): Promise<Layout> {
  const footer = footerOf(file)
  const { row_groups } = await metadataOf(file)
  const chunks = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }): Range => {
      const { dictionary_page_offset, data_page_offset = 0n, total_compressed_size = 0n } = meta_data ?? {}
      // A dictionary comes first; some writers tell a place of 0 where there is none.
      const offset = Number(dictionary_page_offset || data_page_offset)
      const bytes = Number(total_compressed_size)
      if (offset + bytes > footer.offset) throw new Error('a chunk of a column beyond the footer')
      return { offset, bytes }
    }),
  )
  return { footer, chunks }
}
