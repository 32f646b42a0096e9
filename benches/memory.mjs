// How much memory does a range take besides its own array?
import { inProcess, option, progress, QUICK, table, watchMemories } from './harness.mjs'

const MILLION = QUICK ? 100_000 : 1_000_000
const CASES = {
  'one value': { count: 1, total: 1 },
  '10 M into a given array': { count: 10 * MILLION, total: 10 * MILLION },
  '10 M into a given f32 array': { count: 10 * MILLION, total: 10 * MILLION, narrow: true },
  '10 M, the array made by `fill`': { count: 10 * MILLION, total: 10 * MILLION, made: true },
  '100 M by ranges of 10 M, the same array': { count: 10 * MILLION, total: 100 * MILLION },
  '100 M by ranges of 1 M, the same array': { count: MILLION, total: 100 * MILLION },
  'product of three, 10 M into a given array': { count: 10 * MILLION, total: 10 * MILLION, product: true },
}

async function measure({ count, total, narrow, made, product }) {
  const wasmBytes = watchMemories()
  const lib = await import('../dist/index.js')
  const run = new lib.TrainingRun({ maxDuration: `${total}ba` })
  const cosine = new lib.CosineAnnealingScheduler()
  const factors = product
    ? [cosine, new lib.LinearScheduler(), new lib.ExponentialScheduler({ gamma: 0.9, decayPeriod: '0.1dur' })]
    : cosine
  // What is made once, by the first value, is told apart from what the range takes.
  lib.evaluate(factors, run, { count: 1 })
  const atFirst = wasmBytes()
  const out = made ? undefined : new (narrow ? Float32Array : Float64Array)(count).fill(1)
  const before = process.memoryUsage.rss()
  let filled = out
  const curve = cosine.resolve(run)
  for (let from = 0; from < total; from += count) {
    filled = product ? lib.evaluate(factors, run, { from, count, out }) : curve.fill({ from, count, out })
  }
  const grown = process.memoryUsage.rss() - before
  const array = filled.byteLength
  return {
    atFirst,
    wasm: wasmBytes(),
    array,
    beside: grown - (made ? array : 0),
    peak: process.resourceUsage().maxRSS * 1024,
  }
}

const part = option('--part')
if (part !== undefined) console.log(JSON.stringify(await measure(CASES[part])))
else {
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1)
  const rows = Object.keys(CASES).map((name) => {
    const { atFirst, wasm, array, beside, peak } = inProcess(import.meta.url, '--part', name)
    progress(name, { beside: `${megabytes(beside)} MB`, peak: `${megabytes(peak)} MB` })
    return [name, `${atFirst / 1024} → ${wasm / 1024}`, megabytes(array), megabytes(beside), megabytes(peak)]
  })
  const head = ['', 'WebAssembly memory, KiB', 'the array, MB', 'other growth of RSS, MB', 'peak RSS, MB']
  console.log(`A process for each; a process with nothing but Node in it has some 45 MB\n\n${table(head, rows)}\n`)
}
