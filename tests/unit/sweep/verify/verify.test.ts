/** Verifying names what is wrong and changes nothing; repairing ends with the bytes of an undisturbed sweep. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { setWarningHandler } from '../../../../ts/errors/warning.js'
import { loadEncoder } from '../../../../ts/sweep/formats/load.js'
import { factsOf } from '../../../../ts/sweep/run/facts.js'
import { listing } from '../../../../ts/sweep/run/whole.js'
import { manifestText } from '../../../../ts/sweep/store/manifest.js'
import { sidecarOf, sidecarText } from '../../../../ts/sweep/store/sidecar.js'
import { ROOT } from '../../../helpers/examples.js'
import { newFolder } from '../../../helpers/folders.js'
import { contents, DAMAGES } from '../damages.js'
import {
  type Fault,
  MemoryStore,
  readSweep,
  type SweepSpec,
  sweep,
  type VerifyOptions,
  verifySweep,
} from '../read/reading.js'

beforeAll(() => void setWarningHandler(() => {}))

const SPEC: SweepSpec = {
  base: {
    max_duration: '9000ba',
    scheduler: { name: 'linear_with_warmup', t_warmup: '90ba' },
    optimizer: { lr: 0.25 },
  },
  // Not in the order of the alphabet.
  grid: { t_warmup: ['10ba', '20ba'], lr: [0.25, 0.5] },
  keep: 'all',
  part_size: '64KiB',
}

const whole = newFolder()
let undisturbed: Record<string, string>
beforeAll(async () => {
  for await (const _ of sweep(SPEC, { store: whole, workers: 0 }));
  undisturbed = contents(whole)
})

/** A copy of the whole sweep in which something is done. */
function disturbed(disturb: (folder: string) => void): string {
  const folder = newFolder()
  cpSync(whole, folder, { recursive: true })
  disturb(folder)
  return folder
}

const verify = (folder: string, options: VerifyOptions = {}) => verifySweep(folder, { workers: 0, ...options })
const namesOf = (faults: readonly Fault[]) => faults.map(({ name }) => name)

test('a sweep that nothing happened to has no fault, and a sample of it is computed', async () => {
  const { plan } = JSON.parse(readFileSync(path.join(whole, 'plan.json'), 'utf8'))
  const expected = { plan, finished: true, parts: 13, whole: 13, by: null, faults: [], repaired: 0 }
  expect(await verify(whole)).toEqual({ ...expected, recomputed: 8 })
  expect(await verify(whole, { deep: true, repair: true })).toEqual({ ...expected, recomputed: 13 })
  expect(contents(whole)).toEqual(undisturbed)
})

describe.each(Object.entries(DAMAGES))('a file that is %s', (kind, damage) => {
  const names = ['configurations/part-00000.parquet', 'curves/part-00003.parquet.json', 'manifest.json', 'plan.json']
  test.each(names)('%s', async (name) => {
    const folder = disturbed((folder) => damage(path.join(folder, name)))
    rmSync(path.join(folder, '.kept-elsewhere'), { force: true })
    const before = contents(folder)
    const told: Fault[] = []
    const { faults } = await verify(folder, { onFault: (fault) => void told.push(fault) })
    expect(told).toEqual(faults)
    expect(contents(folder)).toEqual(before)
    if (kind === 'deleted' && name === 'manifest.json') expect(faults).toEqual([])
    else {
      const isEither = name.startsWith('curves') ? [name, name.replace(/\.json$/, '')] : [name]
      expect(isEither).toContain(faults[0]!.name)
      expect(faults[0]!.what).toMatch(/\.$/)
      expect(faults[0]!.cure).toMatch(/again/)
      expect(faults.length).toBe(1)
    }
    const { repaired } = await verify(folder, { repair: true })
    expect(repaired).toBe(faults.length)
    rmSync(path.join(folder, path.dirname(name), '.kept'), { force: true })
    if (kind === 'deleted' && name === 'manifest.json') expect((await verify(folder)).finished).toBe(false)
    else expect(contents(folder)).toEqual(undisturbed)
    expect((await verify(folder)).faults).toEqual([])
  })
})

/** Another part, of which sidecar and manifest tell the truth. */
async function forge(folder: string, rows: number, change: (value: number) => number): Promise<void> {
  const name = 'curves/part-00005.parquet'
  const at = (file: string) => path.join(folder, file)
  const { plan } = JSON.parse(readFileSync(at('plan.json'), 'utf8'))
  const columns = [
    { name: 'configuration', type: 'int32' },
    { name: 'step', type: 'int32' },
    { name: 'lr', type: 'float64' },
  ] as const
  const writer = await (await loadEncoder('parquet')).open({ columns, metadata: { plan } }, { rows })
  const lr = Float64Array.from({ length: rows }, (_, row) => change(row / rows))
  await writer.write([new Int32Array(rows).fill(1), Int32Array.from(lr.keys()), lr], rows)
  const bytes = await writer.finish()
  const sidecar = sidecarOf(name, await factsOf('parquet', bytes, rows), plan)
  writeFileSync(at(name), bytes)
  writeFileSync(at(`${name}.json`), sidecarText(sidecar))
  const manifest = JSON.parse(readFileSync(at('manifest.json'), 'utf8'))
  const { parts } = manifest.tables.curves
  parts[parts.findIndex((part: { name: string }) => part.name === name)] = listing(sidecar)
  writeFileSync(at('manifest.json'), manifestText(manifest))
}

const rowsOfPart = () => JSON.parse(readFileSync(path.join(whole, 'curves/part-00005.parquet.json'), 'utf8')).rows

test('a part that was exchanged with all that is written about it is found by computing it anew', async () => {
  const folder = disturbed(() => {})
  await forge(folder, rowsOfPart(), (value) => value)
  const { faults, recomputed } = await verify(folder, { deep: true })
  expect(recomputed).toBe(13)
  expect(faults).toMatchObject([
    {
      name: 'curves/part-00005.parquet',
      what: expect.stringMatching(
        /^The part curves\/part-00005\.parquet has the SHA-256 [0-9a-f]{12} by the plan; found [0-9a-f]{12}\.$/,
      ),
      cure: 'Delete curves/part-00005.parquet and curves/part-00005.parquet.json and run again.',
    },
  ])
  expect((await verify(folder, { deep: true, repair: true })).repaired).toBe(1)
  expect(contents(folder)).toEqual(undisturbed)
})

test('a part that has other rows than the plan is found without', async () => {
  const folder = disturbed(() => {})
  const rows = rowsOfPart()
  await forge(folder, rows - 1, (value) => value)
  const { faults } = await verify(folder)
  expect(faults).toMatchObject([
    { what: `The part curves/part-00005.parquet has ${rows} rows by the plan; found ${rows - 1}.` },
  ])
  expect((await verify(folder, { repair: true })).repaired).toBe(1)
  expect(contents(folder)).toEqual(undisturbed)
})

test('files among the parts that are none are told, and left alone', async () => {
  const folder = disturbed((folder) => {
    writeFileSync(path.join(folder, 'curves/part-00099.parquet'), 'x')
    writeFileSync(path.join(folder, 'notes.txt'), 'x')
  })
  const { faults, repaired } = await verify(folder, { repair: true })
  expect([namesOf(faults), repaired]).toEqual([['curves/part-00099.parquet'], 0])
  expect(faults[0]).toMatchObject({ code: 'store-conflict', cure: 'Move it out of the way.' })
  unlinkSync(path.join(folder, 'curves/part-00099.parquet'))
  expect((await verify(folder)).faults).toEqual([])
})

describe('an unfinished sweep', () => {
  const begin = () =>
    disturbed((folder) => {
      unlinkSync(path.join(folder, 'manifest.json'))
      for (const name of readdirSync(path.join(folder, 'curves'))) {
        if (/0000[5-9]|0001\d/.test(name)) unlinkSync(path.join(folder, 'curves', name))
      }
      writeFileSync(path.join(folder, 'curves/part-00006.parquet'), 'of a run that was killed')
    })

  test('is verified as far as it goes, and left so', async () => {
    const folder = begin()
    const before = contents(folder)
    expect(await verify(folder, { repair: true })).toMatchObject({
      finished: false,
      parts: 13,
      whole: 6,
      recomputed: 6,
      faults: [],
    })
    expect(contents(folder)).toEqual(before)
  })

  test('in which something is wrong is finished by its repair', async () => {
    const folder = begin()
    DAMAGES['cut short']!(path.join(folder, 'curves/part-00001.parquet'))
    expect(namesOf((await verify(folder)).faults)).toEqual(['curves/part-00001.parquet'])
    expect((await verify(folder, { repair: true })).repaired).toBe(1)
    expect(contents(folder)).toEqual(undisturbed)
  })
})

describe('what is no sweep of this version', () => {
  test('is not there', async () => {
    const folder = newFolder()
    for (const place of [folder, path.join(folder, 'none')]) {
      await expect(verify(place)).rejects.toMatchObject({
        code: 'not-finished',
        message: `A sweep has a plan.json or a manifest.json; found neither in ${place}. Check the path.`,
      })
    }
    writeFileSync(path.join(folder, 'plan.json'), '{')
    await expect(verify(folder)).rejects.toMatchObject({ code: 'store-corrupt' })
  })

  const old = path.join(ROOT, 'tests/compatibility/0.1/sweeps')
  const stores = readdirSync(old).filter((name) => !name.endsWith('.json'))
  test.each(stores)('was written by 0.1: %s', async (name) => {
    const folder = newFolder()
    cpSync(path.join(old, name), folder, { recursive: true })
    const { faults, by, recomputed, parts, whole } = await verify(folder)
    expect([faults, by, recomputed, whole]).toEqual([[], 'scale-schedule@0.1.0', 0, parts])
    expect(parts).toBeGreaterThan(0)
    const part = readdirSync(path.join(folder, 'configurations')).find((file) => !file.endsWith('.json'))!
    DAMAGES['one bit altered']!(path.join(folder, 'configurations', part))
    const damaged = await verify(folder)
    expect(damaged.faults).toMatchObject([
      { name: `configurations/${part}`, cure: expect.stringMatching(/ and run again with scale-schedule@0\.1\.0\.$/) },
    ])
    await expect(verify(folder, { repair: true })).rejects.toThrow('Finish it with scale-schedule@0.1.0')
  })

  const LONG = 'x'.repeat(100_000)
  // biome-ignore lint/suspicious/noExplicitAny: What is changed is JSON.
  type Change = (json: any) => void
  test.each<[file: string, what: string, change: Change]>([
    ['plan.json', 'version', (json) => (json.package = LONG)],
    ['plan.json', 'digest', (json) => (json.plan = json.plan + LONG)],
    ['plan.json', 'digest, in part', (json) => (json.plan = json.plan.replace(/.$/, LONG))],
    ['manifest.json', 'version', (json) => (json.versions['scale-schedule'] = LONG)],
    ['manifest.json', 'version, a list', (json) => (json.versions['scale-schedule'] = [LONG])],
    ['manifest.json', 'package', (json) => (json.versions[LONG] = LONG)],
    ['manifest.json', 'digest', (json) => (json.plan = LONG)],
    ['manifest.json', 'name of a part', (json) => (json.tables.curves.parts[0].name = LONG)],
    ['manifest.json', 'name of a column', (json) => (json.tables.curves.columns[0].name = LONG)],
    ['manifest.json', 'format', (json) => (json.format = LONG)],
    ['curves/part-00000.parquet.json', 'name', (json) => (json.name = LONG)],
  ])('has a %s with a %s of any length, which is told in short', async (file, _, change) => {
    const folder = disturbed((folder) => {
      const json = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
      change(json)
      const isManifest = file === 'manifest.json'
      writeFileSync(path.join(folder, file), isManifest ? manifestText(json) : JSON.stringify(json))
      // Then this is the only one to tell whose it is.
      if (file !== 'curves/part-00000.parquet.json') {
        rmSync(path.join(folder, isManifest ? 'plan.json' : 'manifest.json'))
      }
    })
    const told: string[] = []
    const tell = (error: unknown) => void told.push((error as Error).message)
    await verify(folder).then(({ faults, by }) => {
      told.push(`${by}`, ...faults.map(({ what, cure }) => `${what} ${cure}`))
    }, tell)
    await readSweep(folder)
      .then((reader) => reader.curve(0))
      .catch(tell)
    await verify(folder, { repair: true }).catch(tell)
    expect(told.length).toBeGreaterThan(0)
    for (const text of told) expect(text.length).toBeLessThan(800)
  })

  test('has a plan and a manifest of two sweeps', async () => {
    const other = newFolder()
    for await (const _ of sweep({ ...SPEC, keep: 'summaries' }, { store: other, workers: 0 }));
    const folder = disturbed((folder) => cpSync(path.join(other, 'manifest.json'), path.join(folder, 'manifest.json')))
    expect(await verify(folder)).toMatchObject({ faults: [{ code: 'store-conflict', name: 'manifest.json' }] })
    await expect(verify(folder, { repair: true })).rejects.toMatchObject({ code: 'store-conflict' })
  })
})

test('a store of one that removes nothing tells the cure', async () => {
  const inner = new MemoryStore()
  for await (const _ of sweep(SPEC, { store: inner, workers: 0 }));
  const store = {
    location: 'elsewhere',
    put: inner.put.bind(inner),
    get: inner.get.bind(inner),
    digest: inner.digest.bind(inner),
    list: inner.list.bind(inner),
  }
  await inner.remove('curves/part-00000.parquet')
  await inner.put('curves/part-00000.parquet', Buffer.from('x'))
  expect((await verifySweep(store, { workers: 0 })).faults.length).toBe(1)
  await expect(verifySweep(store, { workers: 0, repair: true })).rejects.toThrow(
    'Delete curves/part-00000.parquet and curves/part-00000.parquet.json and run again.',
  )
})

test('it ends between parts when it is told to', async () => {
  const controller = new AbortController()
  controller.abort(new Error('enough'))
  await expect(verify(whole, { signal: controller.signal })).rejects.toThrow('enough')
})

test('links and folders in place of a folder are told', async () => {
  const folder = disturbed((folder) => {
    rmSync(path.join(folder, 'curves'), { recursive: true })
    writeFileSync(path.join(folder, 'curves'), '')
  })
  expect((await verify(folder)).whole).toBe(1)
  await expect(verify(folder, { repair: true })).rejects.toMatchObject({
    code: 'store-blocked',
    message: expect.stringContaining(`a file stands where a folder has to be, at ${folder}/curves. Move it out`),
  })
  unlinkSync(path.join(folder, 'curves'))
  mkdirSync(path.join(folder, 'curves'))
  await verify(folder, { repair: true })
  expect(contents(folder)).toEqual(undisturbed)
})
