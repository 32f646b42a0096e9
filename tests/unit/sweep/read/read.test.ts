/** Finished sweeps read back: bit for bit what a sweep in memory gives, in every format and layout. */
import { readdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setWarningHandler } from '../../../../ts/errors/warning.js'
import { manifestText } from '../../../../ts/sweep/store/manifest.js'
import { newFolder } from '../../../helpers/folders.js'
import { runs, sized } from '../../../helpers/repetition.js'
import {
  ALL_FORMS,
  type ConfigurationRow,
  FolderStore,
  type KeptCurve,
  MemoryStore,
  OTHER_FORMS,
  READABLE_FORMS,
  readSweep,
  type Store,
  type SweepReader,
  type SweepSpec,
  sweep,
  sweepInMemory,
} from './reading.js'

// What they warn of is not the matter here.
beforeAll(() => void setWarningHandler(() => {}))
afterAll(() => void setWarningHandler(null))

/** Bits, so that -0 and the last digit count. JavaScript has one NaN, whose bits it does not tell. */
const bits = (values: ArrayLike<number>) =>
  Array.from(new BigUint64Array(Float64Array.from(values).buffer), (bits, i) =>
    Number.isNaN(values[i]) ? 'NaN' : `${bits}`,
  )
const exact = (cell: unknown) => (typeof cell === 'number' ? bits([cell])[0] : cell)
const exactRows = (rows: Iterable<Readonly<Record<string, unknown>>>) =>
  Array.from(rows, (row) => Object.entries(row).map(([name, cell]) => [name, exact(cell)]))
const exactCurve = (curve: KeptCurve | null | undefined) =>
  curve && [curve.configuration, Array.from(curve.steps), bits(curve.lr)]

async function finished(spec: SweepSpec, store: Store | string = new MemoryStore()): Promise<SweepReader> {
  for await (const _ of sweep(spec, { store, workers: 0 }));
  return readSweep(store)
}

async function rowsOf(reader: SweepReader): Promise<ConfigurationRow[]> {
  const rows = []
  for await (const row of reader.rows()) rows.push(row)
  return rows
}

async function check(spec: SweepSpec): Promise<void> {
  const reader = await finished(spec)
  const expected = sweepInMemory(spec)
  expect(exactRows(await rowsOf(reader))).toEqual(exactRows(expected.configurations))
  expect(reader.size).toBe(expected.plan.size)
  const curves = new Map(expected.curves.map((curve) => [curve.configuration, curve]))
  for (let id = reader.size - 1; id >= 0; id--) {
    expect(exactCurve(await reader.curve(id))).toEqual(exactCurve(curves.get(id)) ?? null)
  }
  await reader.verify()
}

const base = {
  max_duration: '6ep',
  dataloader_len: 50,
  scheduler: { name: 'cosine_with_warmup', t_warmup: '30ba', alpha_f: 0.1 },
  optimizer: { lr: 0.3 },
}

/** Runs of different lengths, texts with commas, quotation marks and more, and configurations without a curve. */
const MIXED: SweepSpec = {
  bases: {
    'plain, "quoted"': base,
    '学習率 😀\\n': { ...base, max_duration: '4ep' },
    ' ': { max_duration: '70ba', scheduler: { name: 'linear', t_max: '9ba' }, optimizer: { lr: 2 } },
  },
  grid: { t_max: ['1dur', '10ba'], lr: [0.1, 1e-300, 3] },
  invalid: 'record',
}

describe.each(READABLE_FORMS)('%j', (form) => {
  test.each<SweepSpec['keep']>(['summaries', 'all', { every: 7, around_boundaries: 2 }])('keeping %j', async (keep) => {
    await check({ base, grid: { t_warmup: ['0ba', '1ep', '0.3dur'], ssr: [0.5, 2] }, keep, ...form })
  })

  test('texts, nulls and configurations without a curve', async () => {
    await check({ ...MIXED, keep: { every: 9 }, ...form })
  })

  test('a curve over several parts, and several curves in one', async () => {
    const long = { max_duration: '30000ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
    const short = { ...long, max_duration: '11ba' }
    const bases = { a: short, b: short, c: long, d: short, e: long, f: long, g: short }
    const reader = await finished({ bases, keep: 'all', part_size: '64KiB', ...form })
    const { curves } = sweepInMemory({ bases, keep: 'all' })
    for (const id of [2, 6, 0, 5, 4, 1, 3]) expect(exactCurve(await reader.curve(id))).toEqual(exactCurve(curves[id]))
  })

  test('overflows, and the NaN that comes of them', async () => {
    const steps = (gamma: number) => ({ name: 'multi_step', milestones: ['2ba', '4ba'], gamma })
    const huge = { max_duration: '6ba', schedulers: [steps(1e200), steps(-0)], optimizer: { lr: 2 } }
    const spec: SweepSpec = { bases: { huge, base }, keep: 'all', invalid: 'record', ...form }
    await check(spec)
  })

  test('specifications of all sorts', async () => {
    await fc.assert(
      fc.asyncProperty(anySpec, async (spec) => check({ ...spec, ...form })),
      { numRuns: runs(12) },
    )
  })
})

describe.each(OTHER_FORMS)('%j', (form) => {
  test('rows are those of a sweep in memory, texts and nulls too', async () => {
    const spec: SweepSpec = { ...MIXED, keep: { every: 9 } }
    const reader = await finished({ ...spec, ...form })
    expect(exactRows(await rowsOf(reader))).toEqual(exactRows(sweepInMemory(spec).configurations))
    await reader.verify()
  })

  test('curves are refused with what opens them', async () => {
    const reader = await finished({ base, keep: 'all', ...form })
    await expect(reader.curve(1)).rejects.toMatchObject({ code: 'integer-range' })
    await expect(reader.curve(0)).rejects.toMatchObject({
      code: 'not-readable',
      message: expect.stringMatching(
        new RegExp(
          `^Curves are read back from parquet and arrow files; found ${form.format}\\. Open them with (pandas|numpy) \\(.*\\), or run the sweep with format parquet\\.$`,
        ),
      ),
    })
    const none = await finished({ base, ...form })
    expect(await none.curve(0)).toBe(null)
  })
})

test.each(['csv', 'ndjson', 'npy', 'arrow'] as const)('%s of thousands of configurations', async (format) => {
  const short = { max_duration: '3ba', scheduler: { name: 'linear' }, optimizer: { lr: 1 } }
  const bases = { 'one\n"two",\n': short, '""\n"': short, three: short }
  const spec: SweepSpec = { bases, grid: { lr: { linspace: [0, 1, sized(6000, 1500)] } } }
  const reader = await finished({ ...spec, format })
  expect(exactRows(await rowsOf(reader))).toEqual(exactRows(sweepInMemory(spec).configurations))
})

const anyTime = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map((count) => `${count}ba`),
  fc.integer({ min: 0, max: 4 }).map((count) => `${count}ep`),
  fc.constantFrom('0.1dur', '0.5dur', '1dur'),
)
const anySpec: fc.Arbitrary<SweepSpec> = fc.record({
  base: fc.record({
    max_duration: fc.oneof(
      fc.integer({ min: 1, max: 150 }).map((count) => `${count}ba`),
      fc.integer({ min: 1, max: 4 }).map((count) => `${count}ep`),
    ),
    dataloader_len: fc.integer({ min: 1, max: 40 }),
    scheduler: fc.constant({ name: 'polynomial_with_warmup', t_warmup: '5ba', power: 1.5 }),
    optimizer: fc.record({ lr: fc.double({ min: 0, max: 10, noNaN: true }) }),
  }),
  grid: fc.record({
    t_warmup: fc.uniqueArray(anyTime, { minLength: 1, maxLength: 3 }),
    alpha_f: fc.uniqueArray(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 1, maxLength: 3 }),
  }),
  keep: fc.oneof(
    fc.constantFrom('all' as const, 'summaries' as const),
    fc.record({
      every: fc.integer({ min: 1, max: 50 }),
      first: fc.integer({ min: 1, max: 10 }),
      around_boundaries: fc.integer({ min: 0, max: 5 }),
    }),
  ),
  invalid: fc.constant('record' as const),
})

describe('a sweep that is not as it should be', () => {
  const spec: SweepSpec = { base, grid: { lr: [1, 2] }, keep: 'all' }

  test('is not finished, or not there', async () => {
    const folder = newFolder()
    await finished(spec, folder)
    unlinkSync(path.join(folder, 'manifest.json'))
    for (const place of [folder, path.join(folder, 'none')]) {
      await expect(readSweep(place)).rejects.toThrow(
        `A finished sweep has a manifest.json; found none in ${place}. Check the path, or run the sweep to its end first.`,
      )
    }
    await expect(readSweep(new MemoryStore())).rejects.toMatchObject({ code: 'not-finished' })
  })

  test.each(ALL_FORMS)('%j has parts that are cut short', async (form) => {
    const folder = newFolder()
    await finished({ ...spec, ...form }, folder)
    for (const table of ['configurations', 'curves']) {
      for (const name of readdirSync(path.join(folder, table)).filter((name) => !name.endsWith('.json'))) {
        const file = path.join(folder, table, name)
        writeFileSync(file, readFileSync(file).subarray(0, -100))
      }
    }
    const reader = await readSweep(folder)
    const expected = {
      code: 'store-corrupt',
      message: expect.stringMatching(/^The part .*; found .*\. Delete .* again\.$/),
    }
    if (READABLE_FORMS.includes(form)) await expect(reader.curve(0)).rejects.toMatchObject(expected)
    await expect(reader.rows().next()).rejects.toMatchObject(expected)
    await expect(reader.verify()).rejects.toMatchObject(expected)
  })

  test.each(READABLE_FORMS)('%j has parts of which a byte was altered, anywhere', async (form) => {
    const store = new MemoryStore()
    await finished({ ...spec, ...form }, store)
    const altered = async (name: string, at: number) => {
      const bytes = (await store.get(name))!
      bytes[Math.floor(at * bytes.length)]! ^= 64
      await store.remove(name)
      await store.put(name, bytes)
    }
    const names = (await store.list()).filter((name) => /part-00000\.(parquet|arrow)$/.test(name))
    expect(names.length).toBeGreaterThan(1)
    for (const name of names) {
      const isRead = !name.endsWith('configurations/part-00000.arrow')
      for (const at of [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.9999]) {
        await altered(name, at)
        const reader = await readSweep(store)
        const read = name.startsWith('curves') ? reader.curve(1) : rowsOf(reader)
        const expected = {
          code: 'store-corrupt',
          message: expect.stringMatching(
            new RegExp(
              `^The part ${name} has \\d+ bytes with SHA-256 \\w+ by the manifest; found \\d+ bytes with \\w+\\. Delete`,
            ),
          ),
        }
        if (isRead) await expect(read).rejects.toMatchObject(expected)
        else await read
        await expect(reader.verify()).rejects.toMatchObject(expected)
        await altered(name, at)
        await rowsOf(await readSweep(store))
      }
    }
  })

  // biome-ignore lint/suspicious/noExplicitAny: What is changed is JSON.
  type Change = (manifest: any) => void
  const CLAIMS: readonly (readonly [what: string, change: Change, found: RegExp])[] = [
    ['a type', ({ tables }) => (tables.configurations.columns.at(-1).type = 'textx'), /another column "boundaries"/],
    ['a type', ({ tables }) => (tables.configurations.columns[2].type = 'float64'), /another column "batches"/],
    [
      'a type of curves',
      ({ tables }) => (tables.curves.columns[0].type = 'float64'),
      /another column "(step|config\w+)"/,
    ],
    ['whether there are nulls', ({ tables }) => (tables.configurations.columns[3].nullable = true), /another column/],
    ['a unit', ({ tables }) => (tables.curves.columns[0].unit = 'ep'), /another column/],
    ['a name', ({ tables }) => (tables.configurations.columns[1].name = 'ssr'), /another column "ssr"/],
    ['the columns, one less', ({ tables }) => tables.configurations.columns.pop(), /another column "boundaries"/],
    [
      'the columns, one more',
      ({ tables }) => tables.curves.columns.push({ name: 'x', type: 'text' }),
      /another column "x"/,
    ],
    ['their order', ({ tables }) => tables.configurations.columns.reverse(), /another column/],
    ['the plan', (manifest) => (manifest.plan = manifest.plan.replace(/./g, 'a')), /another plan than that of config/],
    [
      'the layout',
      (manifest) => (manifest.layout = manifest.layout === 'long' ? 'wide' : 'long'),
      /"long" and "|"wide" and "/,
    ],
    ['the format', (manifest) => (manifest.format = 'csv'), /"csv" and "/],
    [
      'the format, which there is none of',
      (manifest) => (manifest.format = 'x'.repeat(1e5)),
      /found "x{77}\.\.\." and "/,
    ],
    ['the curves', ({ tables }) => (tables.curves = null), /found none in manifest\.json/],
    ['what was kept', ({ spec }) => (spec.keep = 'summaries'), /found some in manifest\.json/],
  ]
  describe.each(READABLE_FORMS)('%j has a manifest', (form) => {
    const store = new MemoryStore()
    beforeAll(async () => void (await finished({ ...spec, ...form }, store)))
    test.each(CLAIMS)('that was changed in %s, with a checksum that fits', async (_, change, found) => {
      const whole = (await store.get('manifest.json'))!
      const changed = JSON.parse(Buffer.from(whole).toString())
      change(changed)
      await store.remove('manifest.json')
      await store.put('manifest.json', Buffer.from(manifestText(changed)))
      const read = async () => {
        const reader = await readSweep(store)
        await rowsOf(reader)
        await reader.curve(0)
      }
      await expect(read()).rejects.toMatchObject({ code: 'store-corrupt', message: expect.stringMatching(found) })
      await store.remove('manifest.json')
      await store.put('manifest.json', whole)
      await read()
    })
  })

  test('has a sidecar that was altered, which only verifying reads', async () => {
    const store = new MemoryStore()
    const reader = await finished(spec, store)
    await store.remove('curves/part-00000.parquet.json')
    await store.put('curves/part-00000.parquet.json', Buffer.from('{}'))
    await rowsOf(reader)
    await expect(reader.verify()).rejects.toThrow('The sidecar curves/part-00000.parquet.json has')
  })

  test.runIf(process.platform === 'linux').each(['manifest.json', 'configurations/part-00000.parquet'])(
    'has something else in place of %s',
    async (name) => {
      const folder = newFolder()
      await finished(spec, folder)
      unlinkSync(path.join(folder, name))
      symlinkSync('/dev/zero', path.join(folder, name))
      await expect(readSweep(folder).then(rowsOf)).rejects.toMatchObject({
        code: 'store-blocked',
        message: `Cannot read ${folder}/${name}: a symbolic link stands where a file has to be. Move it out of the way and run again, or choose another folder.`,
      })
    },
  )

  test('has a part that is missing', async () => {
    const folder = newFolder()
    const store = new FolderStore(folder)
    const reader = await finished(spec, store)
    const [name] = (await store.list('curves/')).filter((name) => !name.endsWith('.json'))
    unlinkSync(path.join(folder, name!))
    await expect(reader.curve(1)).rejects.toThrow(`The manifest lists the part ${name}; found none.`)
    await expect(reader.verify()).rejects.toThrow(`found none. Delete ${name}`)
    // Running it again makes what is missing, and the failure was not kept.
    unlinkSync(path.join(folder, `${name}.json`))
    await finished(spec, store)
    expect((await reader.curve(1))?.steps.length).toBe(300)
  })

  test('has no such configuration', async () => {
    const reader = await finished(spec)
    for (const id of [-1, 2, 0.5]) await expect(reader.curve(id)).rejects.toMatchObject({ code: 'integer-range' })
  })
})
