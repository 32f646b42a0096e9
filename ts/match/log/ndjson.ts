/**
 * A JSON object a line, with a step and a rate, or a list of rates: what people's own loops write. The rate is that of the
 * update at the step. Also an array of such objects.
 */
import { COMPOSER_RATE, Columns, isRate, stepName, stepOf } from './columns.js'
import { type Printed, printed, printedNumber } from './printed.js'
import type { LogColumn, LogReader, LogText } from './types.js'

type Line = Readonly<Record<string, unknown>>

export const ndjson: LogReader = {
  kind: 'ndjson',
  title: 'NDJSON with a step and lr',
  read({ text, lines, isOpen }): LogText | null {
    const objects = text.trimStart().startsWith('[') ? arrayOf(text) : linesOf(lines)
    if (objects === null) return null
    const columns = new Columns()
    let total: number | null = null
    for (const { object, source } of objects) {
      const name = stepName(Object.keys(object).filter((key) => stepOf(object[key]) !== null))
      if (name === null) continue
      const step = stepOf(object[name])!
      total = stepOf(object.max_steps ?? object.total_steps) ?? total
      for (const [key, value] of Object.entries(object)) {
        if (key === name) continue
        const rates = Array.isArray(value) ? value : [value]
        if (!isRate(key)) for (const index of rates.keys()) columns.addOther(columnName(key, rates.length, index))
        rates.forEach((rate, index) => {
          const lr = typeof rate === 'number' ? asWritten(source, key, rate) : null
          if (lr !== null) columns.add(columnName(key, rates.length, index), step, lr)
        })
      }
    }
    const { all } = columns
    if (all.length === 0) return null
    return {
      kind: this.kind,
      columns: all,
      update: isComposers(all.filter(({ isRate: is }) => is)) ? 'before' : 'now',
      printing: 'shortest',
      total,
      notes: isOpen && lines.length > 0 && parse(lines.at(-1)!) === null ? ['The last line is cut and left out.'] : [],
    }
  },
}

const columnName = (key: string, count: number, index: number) => (count === 1 ? key : `${key}[${index}]`)
const isComposers = (rates: readonly LogColumn[]) =>
  rates.length > 0 && rates.every(({ name }) => COMPOSER_RATE.test(name))

interface Found {
  readonly object: Line
  /** Its text, or null where it stands in an array. */
  readonly source: string | null
}

/** The objects of lines, where most lines are such; others, such as a progress bar's, are left out. */
function linesOf(lines: readonly string[]): Found[] | null {
  const filled = lines.filter((line) => line.trim() !== '')
  const found = filled.flatMap((source) => {
    const object = source.trimStart().startsWith('{') ? parse(source) : null
    return object === null ? [] : [{ object, source }]
  })
  return found.length === 0 ? null : found
}

function arrayOf(text: string): Found[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter(isLine).map((object) => ({ object, source: null })) : null
  } catch {
    return null
  }
}

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line)
    return isLine(value) ? value : null
  } catch {
    return null
  }
}

/** A rate with the zeros at its end, which parsing drops. */
function asWritten(source: string | null, key: string, value: number): Printed | null {
  const start = source?.indexOf(`${JSON.stringify(key)}`) ?? -1
  const [, text] = /^"(?:[^"\\]|\\.)*"\s*:\s*([-+.\deE]+)/.exec(source?.slice(Math.max(0, start)) ?? '') ?? []
  return start >= 0 && text !== undefined && Number(text) === value ? printed(text) : printedNumber(value)
}
