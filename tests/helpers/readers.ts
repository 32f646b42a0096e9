/**
 * Readers of files that are not ours: Python with NumPy, pandas and PyArrow, and DuckDB.
 */
import { spawnSync } from 'node:child_process'
import { DuckDBInstance } from '@duckdb/node-api'
import { python } from '../../scripts/readers.mjs'

/** Runs a program in Python; its arguments are in `sys.argv[1:]`, its last line of output is JSON. */
export function runPython(program: string, ...args: string[]): unknown {
  const done = spawnSync(python(), ['-c', program, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (done.status !== 0) throw new Error(`Python failed: ${done.stderr || done.error}`)
  return JSON.parse(done.stdout.trimEnd().split('\n').at(-1)!)
}

/** What a query of DuckDB gives, row by row. */
export async function duckdb(query: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    return (await connection.runAndReadAll(query)).getRows()
  } finally {
    connection.closeSync()
  }
}
