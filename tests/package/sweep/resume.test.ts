/** Sweeps that are stopped, killed, damaged or refused: nothing that was committed is lost, and the end is the same. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { type Fault, MemoryStore, type Store, SweepError, sweep } from 'scale-schedule/sweep'
import { beforeAll, describe, expect, test } from 'vitest'
import { DIST } from '../../helpers/dist.js'
import { newFolder } from '../../helpers/folders.js'
import { SEED, sized } from '../../helpers/repetition.js'
import { contents, LONG, runSweep, SMALL } from './spec.js'

let undisturbed: Record<string, string>
let milliseconds: number

beforeAll(async () => {
  const folder = newFolder()
  const started = performance.now()
  await finish(inProcess(folder))
  milliseconds = performance.now() - started
  undisturbed = contents(folder)
})

/** The sweep LONG in a process of its own. */
function inProcess(folder: string): ChildProcess {
  const text = `import { sweep } from ${JSON.stringify(path.join(DIST, 'sweep/index.js'))}
    for await (const { part } of sweep(${JSON.stringify(LONG)}, { store: ${JSON.stringify(folder)}, workers: 2 })) {}`
  return spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'inherit', 'inherit'] })
}

const finish = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('close', (code) => resolve(code)))

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (error) => error,
  )
  return error instanceof SweepError ? `${error.code}: ${error.message}` : String(error)
}

test('the sweep that is disturbed has parts to be disturbed in', () => {
  const parts = Object.keys(undisturbed).filter((name) => /curves\/.*parquet$/.test(name))
  expect(parts.length).toBeGreaterThan(15)
  expect(Object.keys(undisturbed)).toContain('manifest.json')
})

const rounds = sized(10, 2)
const shares = fc.sample(fc.double({ min: 0.1, max: 1, noNaN: true }), { numRuns: 30 * rounds, seed: SEED })

test.each(Array.from({ length: rounds }, (_, round) => round))(
  'killed at a random moment (%i), it ends the same',
  async (round) => {
    const folder = newFolder()
    let kills = 0
    for (let code: number | null = null; code !== 0; ) {
      const child = inProcess(folder)
      const end = finish(child)
      // Later attempts are given their time, so that the last of them gets through.
      await Promise.race([end, sleep(shares[(30 * round + kills) % shares.length]! * milliseconds * (1 + kills / 2))])
      if (child.exitCode === null) {
        child.kill('SIGKILL')
        kills++
      }
      code = await end
    }
    expect(contents(folder)).toEqual(undisturbed)
  },
)

test('several processes that find the same sweep damaged mend it at once', async () => {
  const folder = newFolder()
  await finish(inProcess(folder))
  for (const part of [0, 3, 4, 9]) truncateSync(path.join(folder, `curves/part-0000${part}.parquet`), 1000)
  writeFileSync(path.join(folder, 'curves/part-00001.parquet.json'), '{')
  writeFileSync(path.join(folder, 'manifest.json'), '{}')
  expect(await Promise.all([0, 1, 2].map(() => finish(inProcess(folder))))).toEqual([0, 0, 0])
  expect(contents(folder)).toEqual(undisturbed)
})

test('how many threads compute it does not matter', async () => {
  for (const workers of [0, 1, 3]) {
    const folder = newFolder()
    await runSweep(LONG, { store: folder, workers })
    expect(contents(folder)).toEqual(undisturbed)
  }
})

test('a signal ends it between parts, and the next run goes on from there', async () => {
  const folder = newFolder()
  const controller = new AbortController()
  const parts: string[] = []
  const stopped = (async () => {
    for await (const { part } of sweep(LONG, { store: folder, workers: 2, signal: controller.signal })) {
      parts.push(part.name)
      if (parts.length === 3) controller.abort(new Error('enough'))
    }
  })()
  await expect(stopped).rejects.toThrow('enough')
  const left = contents(folder)
  for (const name of parts) expect(left[name]).toBe(undisturbed[name])
  expect(Object.keys(left).filter((name) => name.includes('tmp'))).toEqual([])
  const progress: number[] = []
  const again = await runSweep(LONG, { store: folder, onProgress: ({ resumed }) => progress.push(resumed) })
  expect(again.filter(({ resumed }) => resumed).length).toBeGreaterThanOrEqual(3)
  expect(progress.at(-1)).toBe(again.filter(({ resumed }) => resumed).length)
  expect(contents(folder)).toEqual(undisturbed)
})

describe('what is in the folder', () => {
  const complete = async () => {
    const folder = newFolder()
    await runSweep(SMALL, { store: folder, workers: 0 })
    const part = path.join(folder, 'curves/part-00000.parquet')
    return { folder, part, before: contents(folder) }
  }

  test('and is complete is compared and left alone', async () => {
    const { folder, before } = await complete()
    const parts = await runSweep(SMALL, { store: folder, workers: 0 })
    expect(parts.every(({ resumed }) => resumed)).toBe(true)
    expect(contents(folder)).toEqual(before)
  })

  test('and is damaged is named and made anew', async () => {
    const { folder, part, before } = await complete()
    const bytes = readFileSync(part)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(part, bytes)
    truncateSync(path.join(folder, 'configurations/part-00000.parquet.json'), 20)
    const faults: string[] = []
    const onFault = ({ name, what }: Fault) => void faults.push(`${name}: ${what}`)
    await runSweep(SMALL, { store: folder, workers: 0, onFault })
    expect(faults).toEqual([
      expect.stringMatching(
        /^configurations\/part-00000\.parquet\.json: A sidecar is JSON .* in configurations\/part-00000\.parquet\.json\.$/,
      ),
      expect.stringMatching(
        /^curves\/part-00000\.parquet: The part curves\/part-00000\.parquet has \d+ bytes .* found \d+ bytes with [0-9a-f]{12}\.$/,
      ),
    ])
    expect(contents(folder)).toEqual(before)
  })

  test('and has no sidecar is computed again, and compared', async () => {
    const { folder, part, before } = await complete()
    unlinkSync(`${part}.json`)
    unlinkSync(path.join(folder, 'manifest.json'))
    await runSweep(SMALL, { store: folder, workers: 0 })
    expect(contents(folder)).toEqual(before)
    unlinkSync(`${part}.json`)
    writeFileSync(part, 'something else')
    await runSweep(SMALL, { store: folder, workers: 0 })
    expect(contents(folder)).toEqual(before)
  })

  test('and is another sweep is not touched', async () => {
    const { folder, before } = await complete()
    const other = { ...SMALL, keep: 'summaries' } as const
    expect(await codeOf(runSweep(other, { store: folder, workers: 0 }))).toMatch(
      /^store-conflict: A folder holds one sweep; found that of the plan [0-9a-f]{12}, not [0-9a-f]{12}\. Choose another folder/,
    )
    expect(contents(folder)).toEqual(before)
  })
})

test('a store without space loses nothing that was committed, and takes the rest later', async () => {
  const inner = new MemoryStore()
  let room = 5
  const store: Store = {
    location: inner.location,
    put: async (name, bytes) => {
      if (room-- <= 0) throw new SweepError('store-full', `Cannot write ${name}: no space is left.`)
      return inner.put(name, bytes)
    },
    get: (name) => inner.get(name),
    digest: (name) => inner.digest(name),
    list: (prefix) => inner.list(prefix),
  }
  expect(await codeOf(runSweep(LONG, { store, workers: 2 }))).toMatch(/^store-full: Cannot write/)
  expect((await inner.list()).length).toBe(5)
  room = Number.POSITIVE_INFINITY
  await runSweep(LONG, { store, workers: 2 })
  const names = await inner.list()
  expect(names).toEqual(Object.keys(undisturbed).sort())
  for (const name of names) {
    expect(Buffer.from((await inner.get(name))!).toString('base64')).toBe(undisturbed[name])
  }
})
