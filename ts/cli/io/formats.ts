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

/** Loads what writes a format, with a column for each quantity beside the learning rate. */
export async function rowEncoder(format: Format, others: readonly string[] = []): Promise<RowEncoder> {
  if (format === 'parquet') return parquetEncoder(others)
  const header = ['batch', 'alpha', 'lr', ...others].join()
  return {
    begin: () => ({ csv: `${header}\n`, json: '[', ndjson: '' })[format],
    add: (rows) => textOf(rows, others, format),
    end: () => (format === 'json' ? ']\n' : ''),
  }
}

/** Row groups are written as they fill up, so that memory stays as it is. */
async function parquetEncoder(others: readonly string[]): Promise<RowEncoder> {
  const { ParquetFile } = await import('../../sweep/formats/parquet/file.js')
  const file = new ParquetFile({
    columns: [
      { name: 'batch', type: 'int64', unit: 'ba', description: 'batch' },
      { name: 'alpha', type: 'float64', description: 'multiplier of the batch' },
      { name: 'lr', type: 'float64', unit: 'learning rate', description: 'learning rate of the batch' },
      ...others.map((name) => ({ name, type: 'float64', description: `${name} of the batch` }) as const),
    ],
  })
  return {
    begin: () => '',
    add({ batch, alpha, lr, others }) {
      file.write([batch, alpha, lr, ...others], alpha.length)
      return file.take()
    },
    end: () => file.finish(),
  }
}

/** Rows as text; numbers in the shortest form that reads back as the same bits. */
function textOf(
  { first, batch, alpha, lr, others }: Rows,
  names: readonly string[],
  format: Exclude<Format, 'parquet'>,
): string {
  let text = ''
  for (let i = 0; i < alpha.length; i++) {
    let more = ''
    if (format === 'csv') {
      for (const values of others) more += `,${shortest(values[i]!)}`
      text += `${batch[i]},${shortest(alpha[i]!)},${shortest(lr[i]!)}${more}\n`
    } else {
      for (const [index, values] of others.entries()) more += `,"${names[index]}":${json(values[i]!)}`
      const row = `{"batch":${batch[i]},"alpha":${json(alpha[i]!)},"lr":${json(lr[i]!)}${more}}`
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
