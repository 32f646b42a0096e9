/**
 * Readers of files that are not ours: Python with NumPy, pandas and PyArrow, and DuckDB.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { ROOT } from './examples.js'

const PACKAGES = ['numpy>=1.24', 'pandas>=2', 'pyarrow>=14']
const HOME = path.join(ROOT, '.build/readers')
const inHome = (home: string) => path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/** A Python that has the packages; made on first use, which takes a network and some seconds. */
export function python(): string {
  if (!existsSync(path.join(HOME, 'complete'))) install()
  return inHome(HOME)
}

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

function install(): void {
  // Of its own until it is whole, so that test files may come here at the same time.
  const home = `${HOME}-${process.pid}`
  mkdirSync(path.dirname(home), { recursive: true })
  run('python3', ['-m', 'venv', home], 'Install python3 and its module venv (python3-venv on Debian).')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]
  run(inHome(home), pip, 'Give this machine access to PyPI.')
  mkdirSync(path.join(home, 'complete'))
  try {
    if (!existsSync(path.join(HOME, 'complete'))) rmSync(HOME, { recursive: true, force: true })
    renameSync(home, HOME)
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    if (!existsSync(path.join(HOME, 'complete'))) throw error
  }
}

function run(command: string, args: readonly string[], cure: string): void {
  const done = spawnSync(command, args, { encoding: 'utf8' })
  if (done.status === 0) return
  const found = done.error?.message ?? done.stderr.trim().split('\n').at(-1)
  throw new Error(`Some tests read files with NumPy, pandas and PyArrow, in .build/readers; found: ${found}. ${cure}`)
}
