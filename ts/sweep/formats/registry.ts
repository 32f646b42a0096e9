/**
 * The registry of file formats: a new one is a folder beside this file, and a line here.
 */
import { arrow } from './arrow/info.js'
import { csv } from './csv/info.js'
import type { Format } from './format.js'
import { ndjson } from './ndjson/info.js'
import { npy } from './npy/info.js'
import { parquet } from './parquet/info.js'

/** The formats by the names that specifications have for them; the first is the default. */
export const FORMATS = { parquet, arrow, csv, ndjson, npy } as const satisfies Record<string, Format>

/** One of the formats, by name. */
export type FormatName = keyof typeof FORMATS

/** The names of the formats. */
export const FORMAT_NAMES = Object.keys(FORMATS) as [FormatName, ...FormatName[]]

/** The format of a name, with only what all formats have. */
export const formatOf = (name: FormatName): Format => FORMATS[name]

/** Whether there is a format of that name. */
export const isFormat = (name: unknown): name is FormatName => typeof name === 'string' && Object.hasOwn(FORMATS, name)

/** The format that the table of configurations is in, whatever the format of the sweep: the one that is read back. */
export const TABLE_FORMAT: FormatName = 'parquet'

/** The formats that the table of configurations is written in: that of the sweep, and the one that is read back. */
export const tableFormats = (format: FormatName): readonly FormatName[] => [...new Set([format, TABLE_FORMAT])]
