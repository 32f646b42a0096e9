/**
 * Tables as the bytes of files, some rows at a time: CSV, or Parquet with snappy pages. Loaded on demand.
 */
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { Format, Table } from './messages.js'

type Bytes = Uint8Array<ArrayBuffer>

/** A file that is being written. */
interface Writing {
  /** The bytes that some rows add. */
  add(table: Table): Bytes
  /** The bytes after the last row. */
  end(): Bytes
}

const WRITERS: Readonly<Record<Format, (table: Table) => Writing>> = { csv, parquet }
const open = new Map<number, Writing>()

/** What the next rows add to a file, or with null what its end does; the first rows begin it. */
export function write(file: number, format: Format, table: Table | null): Bytes {
  const writing = open.get(file) ?? (table === null ? null : WRITERS[format](table))
  if (table === null) {
    open.delete(file)
    return writing?.end() ?? new Uint8Array()
  }
  open.set(file, writing!)
  return writing!.add(table)
}

/** Numbers as JavaScript writes them, which reads back to the same bits; lines end as RFC 4180 has it. */
function csv({ names }: Table): Writing {
  const encoder = new TextEncoder()
  let head = `${names.join(',')}\r\n`
  return {
    add: ({ columns }) => {
      let text = head
      head = ''
      for (let row = 0; row < columns[0]!.length; row++) text += `${columns.map((values) => values[row]).join(',')}\r\n`
      return encoder.encode(text)
    },
    end: () => new Uint8Array(),
  }
}

function parquet(first: Table): Writing {
  const writer = new ByteWriter()
  const file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: columnsOf(first) }) })
  const taken = () => {
    const bytes = new Uint8Array(writer.getBuffer())
    // What was taken is no more in the buffer; its offset in the file goes on.
    writer.index = 0
    return bytes
  }
  return {
    add: (table) => {
      const columnData = columnsOf(table).map(({ name, data }) => ({ name, data }))
      void file.write({ columnData, rowGroupSize: table.columns[0]!.length })
      return taken()
    },
    end: () => {
      void file.finish()
      return taken()
    },
  }
}

const columnsOf = ({ names, columns }: Table) =>
  names.map((name, index) => {
    const values = columns[index]!
    // What counts comes before the multiplier and the value.
    if (index >= names.length - 2) return { name, data: values, type: 'DOUBLE' as const, nullable: false }
    return { name, data: BigInt64Array.from(values, BigInt), type: 'INT64' as const, nullable: false }
  })
