/** Shards of one sweep, made by processes that know nothing of each other, and what `status` tells of them. */
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { planSweep } from 'scale-schedule/sweep'
import { describe, expect, test } from 'vitest'
import { partsOfShard, shardsOf } from '../../ts/sweep/run/shard.js'
import { SEED } from '../helpers/repetition.js'
import { cli, folder, start } from './command.js'
import { filesOf, LONG, partsOf, SMALL, specFile } from './sweep-command.js'

const lastEvent = (stdout: string) => JSON.parse(stdout.trimEnd().split('\n').at(-1)!)

/** The same sweep on one machine. */
async function local(spec: object): Promise<Record<string, string>> {
  const { code, stderr } = await cli(['sweep', specFile(spec, 'local.json'), '-o', 'local', '--quiet'])
  expect([code, stderr]).toEqual([0, ''])
  return filesOf('local')
}

describe('shards', () => {
  test('one after the other make all parts, and the last one writes the manifest', async () => {
    const expected = await local(LONG)
    const spec = specFile(LONG)
    for (const shard of ['2/3', '3/3', '1/3']) {
      const { code, stdout } = await cli(['sweep', spec, '-o', 'out', '--shard', shard, '--json'])
      expect(code).toBe(0)
      const finished = shard === '1/3'
      expect(lastEvent(stdout)).toMatchObject({ event: 'done', finished, parts: shard === '1/3' ? 11 : 10 })
      expect(existsSync(path.join(folder, 'out/manifest.json'))).toBe(finished)
    }
    expect(filesOf('out')).toEqual(expected)
  })

  test('ten at once, of which one is killed, end as one machine does once that one has run again', async () => {
    const expected = await local(LONG)
    const spec = specFile(LONG)
    const run = async (index: number, isKilled = false) => {
      const child = start(['sweep', spec, '-o', 'out', '--shard', `${index}/10`, '--quiet', '--workers', '1'])
      const closed = once(child, 'close')
      if (isKilled) {
        // In the middle of a part: another has just been put.
        const own = partsOfShard(planSweep(LONG), { index, count: 10 }).map((at) => planSweep(LONG).parts[at]!.name)
        for (;;) {
          if (own.some((name) => existsSync(path.join(folder, 'out', `${name}.json`)))) break
          if (child.exitCode !== null) break
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
        child.kill('SIGKILL')
      }
      const [code] = await closed
      return code
    }
    const killed = (SEED % 10) + 1
    const codes = await Promise.all(Array.from({ length: 10 }, (_, at) => run(at + 1, at + 1 === killed)))
    expect(codes.filter((_, at) => at + 1 !== killed)).toEqual(new Array(9).fill(0))
    expect(existsSync(path.join(folder, 'out/manifest.json'))).toBe(codes[killed - 1] === 0)
    expect(await run(killed)).toBe(0)
    expect(filesOf('out')).toEqual(expected)
  })

  test('all of which come to the end at once write one manifest', async () => {
    const expected = await local(LONG)
    const spec = specFile(LONG)
    cpSync(path.join(folder, 'local'), path.join(folder, 'out'), { recursive: true })
    rmSync(path.join(folder, 'out/manifest.json'))
    const all = Array.from({ length: 6 }, (_, at) =>
      at % 2 === 0
        ? cli(['sweep', spec, '-o', 'out', '--shard', `${at + 1}/6`, '--quiet'])
        : cli(['sweep', spec, '-o', 'out', '--finish', '--quiet']),
    )
    for (const ended of await Promise.all(all)) expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(filesOf('out')).toEqual(expected)
  })

  test('without parts end with 0, and do not make again what others have made', async () => {
    const expected = await local(SMALL)
    const spec = specFile(SMALL)
    const none = await cli(['sweep', spec, '-o', 'out', '--shard', '9/9'])
    expect(none).toMatchObject({ code: 0, stderr: '' })
    expect(none.stdout).toContain(
      'shard           9 of 9, which has no parts\nnot yet         2 parts of other shards are missing',
    )
    for (const shard of ['1/9', '2/9']) await cli(['sweep', spec, '-o', 'out', '--shard', shard])
    expect(filesOf('out')).toEqual(expected)
    const again = await cli(['sweep', spec, '-o', 'out', '--shard', '2/9'])
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('complete        the parts of all shards are there, and so is the manifest')
    expect(filesOf('out')).toEqual(expected)
  })

  test('make anew what is damaged in another shard before the manifest says that it is there', async () => {
    const expected = await local(LONG)
    const spec = specFile(LONG)
    await cli(['sweep', spec, '-o', 'out', '--shard', '1/2', '--quiet'])
    const [name] = readdirSync(path.join(folder, 'out/curves')).filter((found) => found.endsWith('.parquet'))
    const part = path.join(folder, 'out/curves', name!)
    const cut = readFileSync(part).subarray(0, -1)
    rmSync(part)
    writeFileSync(part, cut)
    const { code, stderr } = await cli(['sweep', spec, '-o', 'out', '--shard', '2/2', '--quiet'])
    expect([code, stderr]).toEqual([0, expect.stringContaining(`curves/${name} is made anew`)])
    expect(filesOf('out')).toEqual(expected)
  })

  test('deal out every part once, those that are computed together to one', () => {
    for (const spec of [LONG, { ...LONG, format: 'csv' as const }]) {
      const plan = planSweep(spec)
      for (const count of [1, 2, 7, 31, 500]) {
        const shards = Array.from({ length: count }, (_, at) => partsOfShard(plan, { index: at + 1, count }))
        expect(shards.flat().sort((a, b) => a - b)).toEqual([...plan.parts.keys()])
        const sizes = shards.map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2)
        for (const [at, own] of shards.entries()) {
          if (own.length > 0) expect(shardsOf(plan, own, count)).toEqual([at + 1])
        }
      }
    }
  })
})

describe('--shard auto', () => {
  const spec = () => specFile(SMALL)
  const shard = async (given: string, env: Record<string, string>) => {
    const { code, stdout, stderr } = await cli(['sweep', spec(), '-o', 'out', '--shard', given], { env })
    return [code, /^shard +(\d+ of \d+)/m.exec(stdout)?.[1] ?? stderr.trimEnd()]
  }
  const slurm = (id: number, min: number, step: number, count: number) =>
    Object.fromEntries(
      Object.entries({ ID: id, MIN: min, STEP: step, COUNT: count }).map(([key, value]) => [
        `SLURM_ARRAY_TASK_${key}`,
        String(value),
      ]),
    )

  test.each<[string, Record<string, string>, string]>([
    ['auto', slurm(1, 1, 1, 10), '1 of 10'],
    ['auto', slurm(0, 0, 1, 10), '1 of 10'],
    ['auto', slurm(9, 0, 1, 10), '10 of 10'],
    ['auto', slurm(15, 5, 5, 4), '3 of 4'],
    ['auto/100', { JOB_COMPLETION_INDEX: '0' }, '1 of 100'],
    ['auto/100', { JOB_COMPLETION_INDEX: '99' }, '100 of 100'],
  ])('%s with %j is %s', async (given, env, expected) => {
    expect(await shard(given, env)).toEqual([0, expected])
  })

  test.each<[string, Record<string, string>, string]>([
    ['auto', {}, 'reads SLURM_ARRAY_TASK_ID; found none'],
    ['auto', slurm(7, 1, 1, 3), 'tasks are numbered evenly; found the task 7 of 3'],
    ['auto', slurm(4, 1, 2, 3), 'tasks are numbered evenly'],
    ['auto', { ...slurm(1, 1, 1, 1), SLURM_ARRAY_TASK_ID: 'x' }, 'reads SLURM_ARRAY_TASK_ID; found "x"'],
    ['auto/100', {}, 'reads JOB_COMPLETION_INDEX; found none'],
    ['auto/100', { JOB_COMPLETION_INDEX: '100' }, 'takes indexes from 0 to 99; found JOB_COMPLETION_INDEX 100'],
    ['0/3', {}, 'It must be K/N'],
    ['4/3', {}, 'It must be K/N'],
    ['1/0', {}, 'It must be K/N'],
    ['1', {}, 'It must be K/N'],
    ['auto/0', {}, 'It must be K/N'],
    ['1.5/3', {}, 'It must be K/N'],
  ])('%s with %j is wrong usage', async (given, env, expected) => {
    expect(await shard(given, env)).toEqual([2, expect.stringContaining(expected)])
    expect(existsSync(path.join(folder, 'out'))).toBe(false)
  })
})

describe('--finish', () => {
  test('makes no parts, and nothing where nothing is', async () => {
    const spec = specFile(SMALL)
    const { code, stderr } = await cli(['sweep', spec, '-o', 'out', '--finish'])
    expect([code, stderr]).toEqual([
      5,
      expect.stringContaining('found none of configurations/part-00000.parquet and 1 others in out'),
    ])
    expect(existsSync(path.join(folder, 'out'))).toBe(false)
    await cli(['sweep', spec, '-o', 'out', '--shard', '1/2'])
    expect((await cli(['sweep', spec, '-o', 'out', '--finish'])).code).toBe(5)
    expect(partsOf('out')).toBe(1)
  })

  test('writes the manifest that one machine writes, also where it is there', async () => {
    const expected = await local(SMALL)
    const spec = specFile(SMALL)
    cpSync(path.join(folder, 'local'), path.join(folder, 'out'), { recursive: true })
    rmSync(path.join(folder, 'out/manifest.json'))
    for (let round = 0; round < 2; round++) {
      const { code, stdout } = await cli(['sweep', spec, '-o', 'out', '--finish'])
      expect([code, stdout]).toEqual([0, expect.stringContaining('complete        all parts are there')])
      expect(filesOf('out')).toEqual(expected)
    }
  })

  test('is refused for another sweep', async () => {
    await local(SMALL)
    const other = specFile({ ...SMALL, base: { ...SMALL.base, max_duration: '4801ba' } }, 'other.json')
    const { code, stderr } = await cli(['sweep', other, '-o', 'local', '--finish'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('A folder holds one sweep')])
  })
})

test('the order in which a specification is spelled changes no byte, but that of its axes', async () => {
  const { base, grid, keep, name } = SMALL
  const { scheduler, optimizer, max_duration } = base
  const { name: type, ...options } = scheduler
  const respelled = {
    keep: { first: keep.first, every: keep.every },
    grid,
    base: { optimizer, scheduler: { ...options, name: type }, max_duration },
    name,
  }
  const expected = await local(SMALL)
  await cli(['sweep', specFile(respelled, 'respelled.json'), '-o', 'respelled', '--quiet'])
  expect(filesOf('respelled')).toEqual(expected)
  const turned = { ...SMALL, grid: { lr: grid.lr, t_warmup: grid.t_warmup } }
  const { code, stderr } = await cli(['sweep', specFile(turned, 'turned.json'), '-o', 'respelled', '--quiet'])
  expect([code, stderr]).toEqual([3, expect.stringContaining('A folder holds one sweep; found that of the plan')])
})

test('a manifest has the specification that plan.json has, whoever finishes the sweep', async () => {
  const values = [1, 2, 3]
  const { base } = SMALL
  const first = specFile({ base, grid: { ssr: values }, keep: 'all' }, 'first.json')
  const second = specFile({ base, grid: { ssr: { linspace: [1, 3, 3] } }, keep: 'all' }, 'second.json')
  await cli(['sweep', first, '-o', 'expected', '--quiet'])
  await cli(['sweep', first, '-o', 'out', '--quiet', '--shard', '1/2'])
  expect((await cli(['sweep', second, '-o', 'out', '--quiet', '--shard', '2/2'])).code).toBe(0)
  expect(filesOf('out')).toEqual(filesOf('expected'))
})

describe('status', () => {
  test('tells what is missing and who makes it, with 5 until all is there', async () => {
    const spec = specFile(LONG)
    await cli(['sweep', spec, '-o', 'out', '--quiet', '--shard', '2/4'])
    const text = await cli(['status', 'out', '--shards', '4'])
    expect([text.code, text.stderr]).toEqual([5, ''])
    expect(text.stdout).toContain(
      'parts           8 of 31\nmanifest        not yet\nmissing         configurations/part-00000.parquet (0)\n',
    )
    expect(text.stdout).toContain('                and 13 others\n')
    expect(text.stdout).toMatch(
      /made by +any machine with scale-schedule@\S+: sweep SPEC -o out\n +of 4 shards: 1,3-4\n/,
    )
    const json = await cli(['status', 'out', '--json', '--shards', '4'])
    expect(json.code).toBe(5)
    const found = JSON.parse(json.stdout)
    expect(found).toMatchObject({ parts: 31, present: 8, manifest: false, complete: false, shards: [1, 3, 4] })
    expect(found.missing.length).toBe(23)
    for (const shard of [1, 3, 4]) await cli(['sweep', spec, '-o', 'out', '--quiet', '--shard', `${shard}/4`])
    const end = await cli(['status', 'out'])
    expect([end.code, end.stdout]).toEqual([
      0,
      expect.stringContaining('parts           31 of 31\nmanifest        there\n'),
    ])
  })

  test('tells a part that was lost after the end, and a manifest alone that is missing', async () => {
    await local(SMALL)
    rmSync(path.join(folder, 'local/manifest.json'))
    const unfinished = await cli(['status', 'local'])
    expect([unfinished.code, unfinished.stdout]).toEqual([5, expect.stringContaining('sweep SPEC -o local --finish')])
    await cli(['sweep', 'local.json', '-o', 'local', '--quiet'])
    rmSync(path.join(folder, 'local/curves/part-00000.parquet'))
    const { code, stdout } = await cli(['status', 'local'])
    expect([code, stdout]).toEqual([5, expect.stringContaining('missing         curves/part-00000.parquet (1)')])
  })

  test('is refused where no sweep is', async () => {
    mkdirSync(path.join(folder, 'empty'))
    for (const name of ['empty', 'none']) {
      const { code, stderr } = await cli(['status', name])
      expect([code, stderr]).toEqual([3, expect.stringContaining('found neither in')])
    }
  })
})
