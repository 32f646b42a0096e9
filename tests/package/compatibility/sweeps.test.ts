/** The sweeps that released versions wrote are read, or refused with the version that wrote them. */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type KeptCurve, readSweep, SweepError, searchSweep, sweep } from 'scale-schedule/sweep'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../helpers/examples.js'
import { newFolder } from '../../helpers/folders.js'
import { type Recorded, readRecorded, recorded, recordedList, recordedNumbers, VERSIONS } from './recorded.js'

interface SweepCase {
  rows: Record<string, Recorded | null>[]
  curves: ({ steps: unknown; lr: unknown } | null)[]
}

const { version: OWN } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))

/** Formats whose tables this package does not read; their files say nothing of the version that wrote them. */
const REFUSED = /^(csv|ndjson|npy)/

const isFinished = (version: string, name: string) =>
  readdirSync(recorded(version, `sweeps/${name}`)).includes('manifest.json')
const storesOf = (version: string) => readdirSync(recorded(version, 'sweeps')).filter((name) => !name.endsWith('.json'))
const curveOf = (curve: KeptCurve | null) =>
  curve === null ? null : { steps: recordedList(curve.steps), lr: recordedList(curve.lr) }

async function messageOf(work: () => Promise<unknown>): Promise<string> {
  const error = await work().catch((error: unknown) => error)
  return error instanceof SweepError ? `${error.code}: ${error.message}` : `unexpected: ${String(error)}`
}

/** A copy, so that nothing can change what is recorded. */
function copyOf(version: string, name: string): string {
  const folder = newFolder()
  cpSync(recorded(version, `sweeps/${name}`), folder, { recursive: true })
  return folder
}

describe.each(VERSIONS)('of version %s', (version) => {
  const stores = storesOf(version)

  const finished = stores.filter((name) => isFinished(version, name))

  test.each(finished.filter((name) => !REFUSED.test(name)))('%s has the same rows and curves', async (name) => {
    const expected = readRecorded<SweepCase>(version, `sweeps/${name}.json`)
    const reader = await readSweep(copyOf(version, name))
    await reader.verify()
    const found: SweepCase = { rows: [], curves: [] }
    for await (const row of reader.rows()) {
      const cells = Object.entries(row).map(([key, value]) => [
        key,
        typeof value === 'number' ? recordedNumbers([value])[0] : value,
      ])
      found.rows.push(Object.fromEntries(cells))
      found.curves.push(curveOf(await reader.curve(row.configuration as number)))
    }
    expect(found).toEqual(expected)
  })

  test.each(finished.filter((name) => REFUSED.test(name)))(
    '%s, whose table is not in Parquet, is refused with its version',
    async (name) => {
      const reader = await readSweep(copyOf(version, name))
      await reader.verify()
      const format = name.replace('-wide', '')
      expect(await messageOf(() => searchSweep(reader, { where: 'lr > 0' }))).toBe(
        `not-readable: The table of configurations is read from its copy in Parquet; found none, as scale-schedule ${version}.0 wrote ${format} alone. Run the same sweep again into another folder, or search this one with DuckDB or Python.`,
      )
      expect(await messageOf(() => reader.curve(0))).toContain(
        'not-readable: Curves are read back from parquet and arrow',
      )
    },
  )

  test.each(finished.filter((name) => REFUSED.test(name)))(
    '%s, run again, has the same bytes in every file of curves, and the same rows but for how sums are rounded',
    async (name) => {
      const folder = newFolder()
      // The plan's own has its keys sorted, and so its axes.
      const { spec } = JSON.parse(readFileSync(recorded(version, `sweeps/${name}/manifest.json`), 'utf8'))
      for await (const _ of sweep(spec, { store: folder, workers: 0 })) {
      }
      const files = (place: string) =>
        (readdirSync(place, { recursive: true }) as string[])
          .filter((file) => path.dirname(file) !== '.' && !/\.(json|parquet)$/.test(file))
          .sort()
      const before = recorded(version, `sweeps/${name}`)
      expect(files(folder)).toEqual(files(before))
      const curves = files(before).filter((file) => file.startsWith('curves'))
      expect(curves.length).toBeGreaterThan(0)
      for (const file of curves) {
        expect(readFileSync(path.join(folder, file)).equals(readFileSync(path.join(before, file))), file).toBe(true)
      }
      const { rows } = readRecorded<SweepCase>(version, `sweeps/${name}.json`)
      const found = []
      for await (const row of (await readSweep(folder)).rows()) found.push(row)
      // Sums and means were rounded within blocks then; of these short runs, by little.
      const near = (value: unknown) => (typeof value === 'number' ? expect.closeTo(value, 15) : value)
      expect(found).toEqual(rows.map((row) => ({ ...row, area: near(row.area), mean: near(row.mean) })))
    },
  )

  test.each(stores)('%s is not gone on with, and says which version began it', async (name) => {
    const folder = copyOf(version, name)
    // Without the choice of a writer, which is refused first, with its cure.
    const { writer: _, ...spec } = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8')).spec
    const begun = `${version}.0`
    const message = await messageOf(async () => {
      for await (const _ of sweep(spec, { store: folder, workers: 0 })) {
      }
    })
    expect(message).toBe(
      `store-conflict: A sweep is finished by the version of scale-schedule that began it; found one begun by ${begun}, and this is ${OWN}. Finish it with scale-schedule@${begun}, or choose another folder.`,
    )
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
      readdirSync(recorded(version, `sweeps/${name}`), { recursive: true }).sort(),
    )
  })

  test('there is at least one that was only begun', () => {
    expect(stores.filter((name) => !isFinished(version, name)).length).toBeGreaterThan(0)
  })
})
