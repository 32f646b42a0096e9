/**
 * Rows as the text or the bytes of a file, in each format, chunk by chunk.
 */
import type { Rows } from './rows.js'

/** The formats that values are written in. */
export const FORMATS = ['csv', 'json', 'ndjson', 'parquet'] as const

/** One of the formats. */
export type Format = (typeof FORMATS)[number]

/** A file in the making, a piece at a time. */
export interface RowEncoder {
  /** What stands before the first row. */
  begin(): string
  /** Some rows, or what is done so far of those before. */
  add(rows: Rows): string | Uint8Array
  /** The rest. */
  end(): string | Uint8Array
}

/** Loads what writes a format. */
export async function rowEncoder(format: Format): Promise<RowEncoder> {
  if (format === 'parquet') return parquetEncoder()
  return {
    begin: () => ({ csv: 'batch,alpha,lr\n', json: '[', ndjson: '' })[format],
    add: (rows) => textOf(rows, format),
    end: () => (format === 'json' ? ']\n' : ''),
  }
}

/** Row groups are written as they fill up, so that memory stays as it is. */
async function parquetEncoder(): Promise<RowEncoder> {
  const { ParquetFile } = await import('../../sweep/formats/parquet/file.js')
  const file = new ParquetFile({
    columns: [
      { name: 'batch', type: 'int64', unit: 'ba', description: 'batch' },
      { name: 'alpha', type: 'float64', description: 'multiplier of the batch' },
      { name: 'lr', type: 'float64', unit: 'learning rate', description: 'learning rate of the batch' },
    ],
  })
  return {
    begin: () => '',
    add({ batch, alpha, lr }) {
      file.write([batch, alpha, lr], alpha.length)
      return file.take()
    },
    end: () => file.finish(),
  }
}

/** Rows as text; numbers in the shortest form that reads back as the same bits. */
function textOf({ first, batch, alpha, lr }: Rows, format: Exclude<Format, 'parquet'>): string {
  let text = ''
  for (let i = 0; i < alpha.length; i++) {
    if (format === 'csv') text += `${batch[i]},${shortest(alpha[i]!)},${shortest(lr[i]!)}\n`
    else {
      const row = `{"batch":${batch[i]},"alpha":${json(alpha[i]!)},"lr":${json(lr[i]!)}}`
      if (format === 'ndjson') text += `${row}\n`
      else text += first + i === 0 ? row : `,${row}`
    }
  }
  return text
}

/** A number in the shortest form that reads back as the same bits. */
export const shortest = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** JSON has no number for an overflow; it is text there. */
const json = (value: number): string => (Number.isFinite(value) ? shortest(value) : `"${value}"`)
