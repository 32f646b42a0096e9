/**
 * Parquet by hyparquet-writer: deltas for integers, split byte streams or a dictionary for floats, all in Snappy.
 */
import type { Encoding, SchemaElement } from 'hyparquet'
import type { ParquetWriter } from 'hyparquet-writer'
import type { Encoder } from '../format.js'
import { GROUP_ROWS, type GroupColumn, inGroups } from '../groups.js'
import { installedVersion } from '../packages.js'
import { Pieces } from '../pieces.js'
import { type ColumnSpec, describe, METADATA_KEY, type TableSchema } from '../table.js'

/**
 * Writes it. Its compression is hyparquet-writer's own Snappy rather than one of Node's zlib, whose bytes change with
 * the version of Node.
 */
export async function hyparquetEncoder(): Promise<Encoder> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const version = installedVersion('hyparquet-writer')
  return {
    packages: { 'hyparquet-writer': version },
    async open(schema, { rows }) {
      const pieces = new Pieces()
      const buffer = new ByteWriter(1 << 20)
      const flush = () => {
        pieces.add(buffer.getBytes().slice())
        buffer.index = 0
      }
      const file = new ParquetWriter({
        // Without this the buffer would double, and double again, up to the whole file.
        writer: Object.assign(buffer, { flush }),
        schema: [{ name: 'root', num_children: schema.columns.length }, ...schema.columns.map(elementOf)],
        kvMetadata: [{ key: METADATA_KEY, value: describe(schema) }],
        createdBy: `hyparquet-writer version ${version}`,
      })
      return inGroups(schema, rows, {
        group: (columns) => writeGroup(file, schema, columns),
        finish() {
          file.finish()
          flush()
          return pieces.join()
        },
      })
    },
  }
}

function elementOf({ name, type, nullable }: ColumnSpec): SchemaElement {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED'
  switch (type) {
    case 'int32':
      return { name, type: 'INT32', repetition_type }
    case 'int64':
      return { name, type: 'INT64', repetition_type }
    case 'float64':
      return { name, type: 'DOUBLE', repetition_type }
    case 'text':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' }, repetition_type }
  }
}

function writeGroup(file: ParquetWriter, schema: TableSchema, columns: readonly GroupColumn[]): void {
  file.write({
    rowGroupSize: GROUP_ROWS,
    columnData: schema.columns.map((column, i) => {
      const data = columns[i]!
      return { name: column.name, data, encoding: encodingOf(column, data), statistics: Array.isArray(data) }
    }),
  })
  const group = file.row_groups.at(-1)!
  columns.forEach((data, i) => {
    if (!Array.isArray(data)) group.columns[i]!.meta_data!.statistics = statisticsOf(data)
  })
}

function encodingOf({ type }: ColumnSpec, data: GroupColumn): Encoding | undefined {
  // Texts get a dictionary where it pays.
  if (type === 'text') return undefined
  if (type !== 'float64') return 'DELTA_BINARY_PACKED'
  return data instanceof Float64Array && isHeld(data) ? 'RLE_DICTIONARY' : 'BYTE_STREAM_SPLIT'
}

/**
 * Whether values mostly repeat the one before, as where a schedule holds its rate. The package's dictionaries take -0
 * for 0, and every NaN for the same, so there must be none of these.
 */
function isHeld(data: Float64Array): boolean {
  const most = data.length >> 8
  let changes = 0
  let last = data[0]
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (Number.isNaN(value) || Object.is(value, -0)) return false
    if (value === last) continue
    if (++changes > most) return false
    last = value
  }
  return true
}

/** Least and greatest value. The package finds them too, but takes as long for it as for all the rest. */
function statisticsOf(data: Int32Array | Float64Array) {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let nans = 0
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value < min) min = value
    if (value > max) max = value
    if (Number.isNaN(value)) nans++
  }
  if (nans === data.length) return { null_count: 0n }
  // Comparisons take 0 and -0 for the same, so the bounds include both.
  return { min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max, null_count: 0n }
}
