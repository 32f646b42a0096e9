/**
 * Exceptions that pass through a call of the module, in each entry: the caller gets them, and the next call works.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { sized } from '../helpers/repetition.js'

const ENTRIES = [
  { name: '.', file: 'index.js', flags: [] },
  { name: './wasm', file: 'entries/wasm.js', flags: [] },
  { name: './bundler', file: 'entries/bundler.js', flags: ['--experimental-wasm-modules', '--no-warnings'] },
] as const

/** Runs a program that has the entry as `lib`; what it logs as JSON. */
function inNode(
  { file, flags }: Pick<(typeof ENTRIES)[number], 'file'> & { flags: readonly string[] },
  program: string,
): unknown {
  const start = `
    import { readFileSync } from 'node:fs'
    const lib = await import(${JSON.stringify(path.join(DIST, file))})
    lib.initSync?.({ module: readFileSync(${JSON.stringify(path.join(DIST, 'wasm/core_bg.wasm'))}) })
    const { allocateOutput, CosineAnnealingScheduler, evaluate, LinearScheduler, SchedulerError, Timestamp, TrainingRun } = lib
    const run = new TrainingRun({ maxDuration: '100ba' })
    const cosine = new CosineAnnealingScheduler()
    const curve = cosine.resolve(run)
    const expected = String(curve.fill())
    const own = allocateOutput(100)
  `
  const args = [...flags, '--stack-size=400', '--input-type=module', '-e', start + program]
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 280_000 })
  expect({ stderr: done.stderr, signal: done.signal }).toEqual({ stderr: '', signal: null })
  return JSON.parse(done.stdout)
}

const ROUNDS = sized(210, 49)

describe.each(ENTRIES)('in the entry $name', (entry) => {
  test('a stack that overflows anywhere in a call leaves the next one right', () => {
    const program = `
      const found = { overflows: 0, others: [], wrong: 0 }
      const state = { timestamp: new Timestamp({ batch: 30 }), maxDuration: '100ba', dataloaderLen: null }
      const dives = [
        () => { cosine(state); dives[0]() },
        () => { curve.fill({ count: 3 }); dives[1]() },
        () => { new LinearScheduler().resolve(run); dives[2]() },
        () => { evaluate([cosine, cosine], run, { count: 2 }); dives[3]() },
        () => { evaluate(() => { dives[4](); return 1 }, run, { count: 1 }) },
        () => { curve.fill({ out: own }); dives[5]() },
        () => { evaluate([cosine, cosine], run, { out: own, baseLr: 2 }); dives[6]() },
      ]
      for (let round = 0; round < ${ROUNDS}; round++) {
        try {
          dives[round % dives.length]()
        } catch (error) {
          if (error instanceof RangeError) found.overflows++
          else found.others.push(String(error))
        }
        const isOwn = own.length === 100 && String(curve.fill({ out: own })) === expected
        if (!isOwn || String(curve.fill()) !== expected || evaluate(cosine, run, { from: 50, count: 1 })[0] !== 0.5) found.wrong++
      }
      console.log(JSON.stringify(found))
    `
    expect(inNode(entry, program)).toEqual({ overflows: ROUNDS, others: [], wrong: 0 })
  })

  test('memory that can not grow is an error, and leaves the next call right', () => {
    const program = `
      const found = { codes: {}, wrong: 0 }
      const { MultiStepScheduler } = lib
      const milestones = Array.from({ length: 300000 }, (_, index) => (index + 1) + 'ba')
      const many = new MultiStepScheduler({ milestones })
      const state = { timestamp: new Timestamp({ batch: 30 }), maxDuration: '100ba', dataloaderLen: null }
      const asks = [() => many.resolve(run), () => many(state), () => evaluate(many, run), () => evaluate([cosine, many], run)]
      for (let round = 0; round < 8; round++) {
        try {
          asks[round % asks.length]()
          found.codes.none = (found.codes.none ?? 0) + 1
        } catch (error) {
          const code = error instanceof SchedulerError ? error.code : String(error)
          found.codes[code] = (found.codes[code] ?? 0) + 1
        }
        if (String(curve.fill()) !== expected || evaluate(cosine, run, { from: 50, count: 1 })[0] !== 0.5) found.wrong++
      }
      console.log(JSON.stringify(found))
    `
    // 4 MB for each memory.
    const limited = { ...entry, flags: [...entry.flags, '--wasm-max-mem-pages=64'] }
    expect(inNode(limited, program)).toEqual({ codes: { 'wasm-trap': 8 }, wrong: 0 })
  })
})
