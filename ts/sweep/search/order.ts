/**
 * The order of rows: several columns, each upwards or downwards.
 */

import { describeValue } from '../../errors/error.js'
import { spellingCure } from '../../errors/spelling.js'
import { ExpressionError } from '../expression/expression.js'
import type { Cell, TableRow } from '../run/rows.js'

/** Compares two rows, as `Array.sort` wants it. */
export type Compare = (a: TableRow, b: TableRow) => number

/** An order, and the columns that it looks at. */
export interface Order {
  readonly names: readonly string[]
  readonly compare: Compare
}

/**
 * Reads an order such as '-area,peak': names of columns, separated by commas; '-' sorts a column in descending order. What
 * is missing and NaN come last in either direction.
 *
 * @param columns their names; undefined where any will do
 * @throws ExpressionError for what is no column
 */
export function parseOrder(text: string, columns: readonly string[] | undefined): Order {
  const keys = namesIn(text).map(({ name: written, at }) => {
    const isDown = written.startsWith('-')
    const name = isDown ? written.slice(1).trim() : written
    checkColumn(name, at, columns)
    return { name, sign: isDown ? -1 : 1 }
  })
  const compare: Compare = (a, b) => {
    for (const { name, sign } of keys) {
      const order = compareCells(a[name] ?? null, b[name] ?? null, sign)
      if (order !== 0) return order
    }
    return 0
  }
  return { names: keys.map(({ name }) => name), compare }
}

/**
 * Reads a list of columns, separated by commas.
 *
 * @throws ExpressionError for what is no column
 */
export function parseColumns(text: string, columns: readonly string[]): string[] {
  const names = namesIn(text)
  for (const { name, at } of names) checkColumn(name, at, columns)
  return [...new Set(names.map(({ name }) => name))]
}

/** Names separated by commas, each with its place from 1. */
function namesIn(text: string): { name: string; at: number }[] {
  let start = 0
  return text.split(',').map((piece) => {
    const at = start + piece.search(/\S|$/) + 1
    start += piece.length + 1
    return { name: piece.trim(), at }
  })
}

function checkColumn(name: string, at: number, columns: readonly string[] | undefined): void {
  if (columns === undefined ? name !== '' : columns.includes(name)) return
  const rule = columns === undefined ? 'A column has a name' : `The columns are ${columns.join(', ')}`
  throw new ExpressionError(rule, describeValue(name), at, spellingCure(name, columns ?? []))
}

function compareCells(a: Cell, b: Cell, sign: number): number {
  const [lastA, lastB] = [isLast(a), isLast(b)]
  if (lastA || lastB) return Number(lastA) - Number(lastB)
  return a! < b! ? -sign : a! > b! ? sign : 0
}

const isLast = (cell: Cell): boolean => cell === null || Number.isNaN(cell)
