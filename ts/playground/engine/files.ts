/**
 * A table as the bytes of a file: CSV, or Parquet with snappy pages. Loaded on demand.
 */
import { ByteWriter, parquetWrite } from 'hyparquet-writer'
import type { Table } from './messages.js'

type Bytes = Uint8Array<ArrayBuffer>

const ROWS = 50_000

/** The pieces of a file. */
export const write = async (table: Table, format: 'csv' | 'parquet'): Promise<Bytes[]> =>
  format === 'csv' ? csv(table) : [parquet(table)]

/** Numbers as JavaScript writes them, which reads back to the same bits; lines end as RFC 4180 has it. */
function csv({ names, columns }: Table): Bytes[] {
  const encoder = new TextEncoder()
  const pieces = [encoder.encode(`${names.join(',')}\r\n`)]
  const count = columns[0]!.length
  for (let from = 0; from < count; from += ROWS) {
    let text = ''
    for (let row = from; row < Math.min(count, from + ROWS); row++) {
      text += `${columns.map((values) => values[row]).join(',')}\r\n`
    }
    pieces.push(encoder.encode(text))
  }
  return pieces
}

function parquet({ names, columns }: Table): Bytes {
  const writer = new ByteWriter()
  const isValue = (name: string) => name === 'alpha' || name === 'lr'
  parquetWrite({
    writer,
    columnData: names.map((name, index) => {
      const values = columns[index]!
      if (isValue(name)) return { name, data: values, type: 'DOUBLE' as const, nullable: false }
      return { name, data: BigInt64Array.from(values, BigInt), type: 'INT64' as const, nullable: false }
    }),
  })
  return new Uint8Array(writer.getBuffer())
}
