/** Every format, read back from whole sweeps by readers that are not ours: the bits of `evaluate`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { type SweepSpec, sweepInMemory } from 'scale-schedule/sweep'
import { describe, expect, test } from 'vitest'
import { newFolder } from '../../helpers/folders.js'
import { duckdb, runPython } from '../../helpers/readers.js'
import { expectedRows, row, runSweep, SMALL } from './spec.js'

const expected = expectedRows(SMALL)

/** Runs a sweep; the files of its curves. */
async function curvesOf(spec: SweepSpec): Promise<string[]> {
  const folder = newFolder()
  const parts = await runSweep(spec, { store: folder, workers: 0 })
  return parts.filter(({ part }) => part.kind === 'curves').map(({ part }) => path.join(folder, part.name))
}

const quoted = (files: string[]) => `[${files.map((file) => `'${file}'`).join(', ')}]`
const rowsOf = (rows: unknown[][]) => rows.map(([id, step, lr]) => row(Number(id), Number(step), Number(lr)))

test('the table of what must be there is not a trivial one', () => {
  expect(expected.length).toBeGreaterThan(900)
  expect(new Set(expected.map((text) => text.split(' ')[2])).size).toBeGreaterThan(600)
})

describe('in the long layout', () => {
  test('Parquet, by DuckDB', async () => {
    const files = await curvesOf({ ...SMALL, format: 'parquet', part_size: 65_536 })
    expect(files.length).toBe(1)
    const rows = await duckdb(
      `SELECT configuration, step, lr FROM read_parquet(${quoted(files)}, file_row_number = true)`,
    )
    expect(rowsOf(rows)).toEqual(expected)
  })

  test('CSV, by DuckDB', async () => {
    const files = await curvesOf({ ...SMALL, format: 'csv' })
    expect(rowsOf(await duckdb(`SELECT configuration, step, lr FROM read_csv(${quoted(files)})`))).toEqual(expected)
  })

  test('NDJSON, by DuckDB', async () => {
    const files = await curvesOf({ ...SMALL, format: 'ndjson' })
    expect(rowsOf(await duckdb(`SELECT configuration, step, lr FROM read_json(${quoted(files)})`))).toEqual(expected)
  })

  test('Arrow, by apache-arrow', async () => {
    const [file] = await curvesOf({ ...SMALL, format: 'arrow' })
    const table = tableFromIPC(readFileSync(file!))
    expect(table.toArray().map(({ configuration, step, lr }) => row(configuration, step, lr))).toEqual(expected)
  })

  test('NPY, by NumPy', async () => {
    const [file] = await curvesOf({ ...SMALL, format: 'npy' })
    const program = `import json, sys, numpy as np
a = np.load(sys.argv[1])
bits = a['lr'].view('>u8' if sys.byteorder == 'big' else '<u8')
print(json.dumps([f"{c} {s} {int(b):016x}" for c, s, b in zip(a['configuration'], a['step'], bits)]))`
    // A field of a structured array is not contiguous, so that its bits are looked at in a copy.
    expect(runPython(program.replace("a['lr'].view", "np.ascontiguousarray(a['lr']).view"), file!)).toEqual(expected)
  })
})

describe('in the wide layout', () => {
  /** Columns of configurations as the rows of the long layout. */
  const unpivot = (names: string[], rows: unknown[][]): string[] =>
    names.slice(1).flatMap((name, column) => {
      const id = Number(name.replace('lr_', ''))
      return rows.flatMap((cells) =>
        cells[column + 1] === null ? [] : [row(id, Number(cells[0]), Number(cells[column + 1]))],
      )
    })

  // A step that another configuration keeps is null where this one does not.
  test.each(['parquet', 'csv'] as const)('%s, by DuckDB', async (format) => {
    const files = await curvesOf({ ...SMALL, format, layout: 'wide' })
    const read = format === 'csv' ? 'read_csv' : 'read_parquet'
    const names = (await duckdb(`DESCRIBE SELECT * FROM ${read}(${quoted(files)})`)).map(([name]) => String(name))
    expect(unpivot(names, await duckdb(`SELECT * FROM ${read}(${quoted(files)})`))).toEqual(expected)
  })

  test('NPY, by NumPy, with NaN where nothing is kept', async () => {
    const [file] = await curvesOf({ ...SMALL, format: 'npy', layout: 'wide' })
    const program = `import json, sys, numpy as np
a = np.load(sys.argv[1])
print(json.dumps([[n for n in a.dtype.names], [[None if x != x else float(x) for x in r] for r in a.tolist()]]))`
    const [names, rows] = runPython(program, file!) as [string[], unknown[][]]
    expect(unpivot(names, rows)).toEqual(expected)
  })
})

test('the table of configurations joins by its id, with axes and summaries', async () => {
  const folder = newFolder()
  const parts = await runSweep(SMALL, { store: folder, workers: 0 })
  const fileOf = (kind: string) => path.join(folder, parts.find(({ part }) => part.kind === kind)!.part.name)
  const [table, curves] = [fileOf('configurations'), fileOf('curves')]
  const { configurations } = sweepInMemory(SMALL)
  const names = Object.keys(configurations[0]!)
  const rows = await duckdb(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM read_parquet('${table}')`)
  expect(rows).toEqual(configurations.map((cells) => names.map((name) => cells[name])))
  const joined = await duckdb(`SELECT count(*) FROM read_parquet('${curves}') AS curve JOIN read_parquet('${table}')
    USING (configuration) WHERE curve.lr > peak OR curve.lr < minimum OR step >= batches`)
  expect(Number(joined[0]![0])).toBe(0)
})
