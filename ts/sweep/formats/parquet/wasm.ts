/**
 * Parquet by parquet-wasm, the Parquet of Arrow in Rust: deltas, split byte streams and dictionaries in Zstandard.
 */
import type { Encoding, WriterProperties } from 'parquet-wasm'
import { type Arrow, arrowSchema, recordBatch } from '../arrow/batch.js'
import type { Encoder } from '../format.js'
import { GROUP_ROWS, inGroups } from '../groups.js'
import { installedVersion, loadOptional } from '../packages.js'
import { Pieces } from '../pieces.js'
import { type ColumnSpec, describe, METADATA_KEY, type TableSchema } from '../table.js'

type ParquetWasm = typeof import('parquet-wasm')

/**
 * Writes it.
 *
 * @throws SweepError 'missing-package' without parquet-wasm and apache-arrow
 */
export async function parquetWasmEncoder(): Promise<Encoder> {
  const purpose = "Parquet files with the writer 'parquet-wasm'"
  const parquet = await loadOptional('parquet-wasm', purpose, () => import('parquet-wasm'))
  const arrow = await loadOptional('apache-arrow', purpose, () => import('apache-arrow'))
  return {
    packages: {
      'parquet-wasm': installedVersion('parquet-wasm'),
      'apache-arrow': installedVersion('apache-arrow'),
    },
    open: async (schema, { rows }) => open(parquet, arrow, schema, rows),
  }
}

function open(parquet: ParquetWasm, arrow: Arrow, schema: TableSchema, rows: number) {
  const fields = arrowSchema(arrow, schema)
  const batches = new TransformStream()
  const input = batches.writable.getWriter()
  // Waits for the first batch, which tells the schema.
  const output = collect(parquet.transformParquetStream(batches.readable, propertiesOf(parquet, schema)))
  // Who awaits `output` gets its failure; until then it must not end the process.
  output.catch(() => {})
  const put = async (batch: ReturnType<typeof recordBatch>) => {
    const ipc = arrow.RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true)
    const table = parquet.Table.fromIPCStream(ipc)
    try {
      // A failure of the output ends the input, so it is the one to tell.
      await Promise.race([input.write(table.recordBatch(0)), output])
    } finally {
      table.free()
    }
  }
  return inGroups(schema, rows, {
    group: (columns, count) => put(recordBatch(arrow, fields, schema.columns, columns, count)),
    async finish() {
      if (rows === 0) {
        const none = schema.columns.map(() => [])
        await put(recordBatch(arrow, fields, schema.columns, none, 0))
      }
      await Promise.race([input.close(), output])
      return output
    },
  })
}

async function collect(stream: Promise<ReadableStream>): Promise<Uint8Array> {
  const pieces = new Pieces()
  const reader = (await stream).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return pieces.join()
    pieces.add(value)
  }
}

function propertiesOf(parquet: ParquetWasm, schema: TableSchema): WriterProperties {
  let properties = new parquet.WriterPropertiesBuilder()
    .setCompression(parquet.Compression.ZSTD)
    .setWriterVersion(parquet.WriterVersion.V2)
    .setCreatedBy(`parquet-wasm version ${installedVersion('parquet-wasm')}`)
    .setMaxRowGroupSize(GROUP_ROWS)
    .setDictionaryEnabled(false)
    // A single key, as the package writes several in random order.
    .setKeyValueMetadata(new Map([[METADATA_KEY, describe(schema)]]))
  for (const column of schema.columns) {
    const encoding = encodingOf(parquet, column)
    properties =
      encoding === null
        ? properties.setColumnDictionaryEnabled(column.name, true)
        : properties.setColumnEncoding(column.name, encoding)
  }
  return properties.build()
}

/** How a column's values are laid out; null for a dictionary. */
function encodingOf({ Encoding }: ParquetWasm, { type }: ColumnSpec): Encoding | null {
  if (type === 'text') return null
  return type === 'float64' ? Encoding.BYTE_STREAM_SPLIT : Encoding.DELTA_BINARY_PACKED
}
