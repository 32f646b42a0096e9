/**
 * What the module is told of a table, as bytes: counts and lengths in 32 bits, texts after their length.
 */
import type { ColumnSpec, ColumnType } from '../table.js'

/** In the order of the crate's kinds. */
const KINDS: readonly ColumnType[] = ['int32', 'int64', 'float64', 'text']

/** A table. */
export interface FileFacts {
  /** Who writes it, as `name version x.y.z`. */
  readonly createdBy: string
  /** Facts by their keys. */
  readonly metadata: Readonly<Record<string, string>>
  readonly columns: readonly ColumnSpec[]
}

/** A table as the crate reads it. */
export function schemaBytes({ createdBy, metadata, columns }: FileFacts): Uint8Array {
  const entries = Object.entries(metadata)
  return Buffer.concat([
    ...text(createdBy),
    number(entries.length),
    ...entries.flatMap((entry) => entry.flatMap(text)),
    number(columns.length),
    ...columns.flatMap(({ name, type, nullable }) => [
      number(KINDS.indexOf(type)),
      number(Number(nullable ?? false)),
      ...text(name),
    ]),
  ])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function text(value: string): Buffer[] {
  // Lone surrogates, which UTF-8 has no bytes for, become U+FFFD.
  const bytes = Buffer.from(value)
  return [number(bytes.length), bytes]
}
