/**
 * Cuts the rows of a table into groups of a fixed size, so that files don't depend on the blocks they were written in.
 */
import type { ColumnData, ColumnSpec, TableSchema, TableWriter } from './table.js'

/**
 * The rows of an Arrow record batch, but for the last: enough that the overhead of a group
 * is nothing, and few enough that readers have groups to share among threads.
 */
export const GROUP_ROWS = 262_144

/** Values of a group: a typed array unless the column is nullable or text. */
export type GroupColumn = Int32Array | Float64Array | (number | null)[] | (string | null)[]

/** Takes whole groups. */
export interface GroupSink {
  /** The arrays may be used again once it resolves. */
  group(columns: readonly GroupColumn[], rows: number): void | Promise<void>
  finish(): Uint8Array | Promise<Uint8Array>
}

/** A writer that takes blocks of any size, for a sink that gets groups of `GROUP_ROWS`. */
export function inGroups(schema: TableSchema, total: number, sink: GroupSink): TableWriter {
  const size = Math.min(GROUP_ROWS, total)
  let waiting: GroupColumn[] | null = null
  let rowsWaiting = 0
  return {
    async write(columns, rows) {
      for (let from = 0; from < rows; ) {
        const count = Math.min(size - rowsWaiting, rows - from)
        const views = count === size ? viewsOf(schema, columns, from, count) : null
        if (views !== null) await sink.group(views, count)
        else {
          waiting ??= schema.columns.map((column) => emptyColumn(column, size))
          const kept = waiting
          schema.columns.forEach((_, i) => {
            copy(columns[i]!, from, count, kept[i]!, rowsWaiting)
          })
          rowsWaiting += count
          if (rowsWaiting === size) {
            rowsWaiting = 0
            await sink.group(kept, size)
          }
        }
        from += count
      }
    },
    async finish() {
      if (waiting !== null && rowsWaiting > 0) {
        const count = rowsWaiting
        await sink.group(
          waiting.map((column) => (Array.isArray(column) ? column.slice(0, count) : column.subarray(0, count))),
          count,
        )
      }
      waiting = null
      return sink.finish()
    },
  }
}

const arrayType = ({ type, nullable }: ColumnSpec) =>
  nullable || type === 'text' ? Array : type === 'int32' ? Int32Array : Float64Array

const emptyColumn = (column: ColumnSpec, size: number): GroupColumn =>
  new (arrayType(column))(size).fill(0 as never) as GroupColumn

/** A part of a block without copying it; null when a column is in another kind of array than groups have. */
function viewsOf(schema: TableSchema, columns: readonly ColumnData[], from: number, count: number) {
  const fits = schema.columns.every((column, i) => columns[i] instanceof arrayType(column))
  if (!fits) return null
  return columns.map((data): GroupColumn => {
    if (data instanceof Int32Array || data instanceof Float64Array) return data.subarray(from, from + count)
    return data.slice(from, from + count) as (number | null)[] | (string | null)[]
  })
}

function copy(from: ColumnData, start: number, count: number, to: GroupColumn, at: number): void {
  const isSameType =
    (to instanceof Int32Array && from instanceof Int32Array) ||
    (to instanceof Float64Array && from instanceof Float64Array)
  if (isSameType) {
    // As bytes, which keeps the bits of NaN.
    to.set(from.subarray(start, start + count), at)
    return
  }
  const values = to as unknown[]
  for (let i = 0; i < count; i++) values[at + i] = from[start + i]
}
