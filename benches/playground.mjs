// Does the playground stall? Frame times while the view zooms and pans over a product of three schedulers of ten million
// steps, and over a tree of five combinators, from Chromium; how soon the first curve is there, and how much memory rounds of
// edits leave behind; then the time of ten million values per shape, beside plain JavaScript loops in the same browser.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ensureDependencies } from '../scripts/dependencies.mjs'
import { buildPlayground, servePlayground } from '../scripts/playground.mjs'

const DIST = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('../dist', import.meta.url))
const PAGE = fileURLToPath(new URL('../.build/playground', import.meta.url))
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }
const TREE = ['ClampScheduler', 'AffineScheduler', 'ShiftScheduler', 'StretchScheduler', 'CooldownScheduler']
const SECONDS = process.argv.includes('--quick') ? 3 : 10

ensureDependencies()
if (!(await buildPlayground())) process.exit(1)
const { chromium } = await import('playwright')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
await frames()
await arrival()
await memory()
await fills()
await browser.close()

async function frames() {
  const { url, close } = await servePlayground()
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(url)
  await page.waitForSelector('#chart[data-ready=true]')
  await page.getByLabel('Start from a known run').selectOption({ label: 'Ten million steps, three schedulers' })
  await page.waitForTimeout(300)
  await page.waitForSelector('#chart[data-ready=true]')
  console.log(`Frames over ten million steps, Chromium ${browser.version()}: a product of three schedulers\n`)
  await gestures(page)
  for (const type of TREE) {
    await page.getByLabel(/^Wrap .* in$/).selectOption(type)
    await page.waitForSelector('#chart[data-ready=true]')
  }
  console.log(`\nThe same, one of them within ${TREE.length} combinators\n`)
  await gestures(page)
  console.log('\nFrames follow the display, every 16.7 ms at 60 Hz; "work" is the main thread\'s own part of one.')
  await page.close()
  await close()
}

async function gestures(page) {
  console.log('| gesture | frames | median ms | p95 ms | p99 ms | longest ms | work p95 ms | long tasks |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const gesture of ['nothing', 'wheel zoom', 'pan', 'ratio']) {
    const { intervals, work, long } = await page.evaluate(measure, { gesture, seconds: SECONDS })
    const cells = [at(intervals, 0.5), at(intervals, 0.95), at(intervals, 0.99), at(intervals, 1), at(work, 0.95)]
    console.log(`| ${gesture} | ${intervals.length} | ${cells.map((each) => each.toFixed(1)).join(' | ')} | ${long} |`)
  }
}

/** How soon the first curve is there: from a host that compresses and lets files be kept, with a cold cache. */
async function arrival() {
  const server = createServer(async (request, response) => {
    const name = path.normalize(new URL(request.url, 'http://localhost').pathname).replace(/\/$/, '/index.html')
    try {
      const bytes = gzipSync(await readFile(path.join(PAGE, name)))
      const head = {
        'content-type': TYPES[path.extname(name)],
        'content-encoding': 'gzip',
        'cache-control': 'max-age=600',
      }
      response.writeHead(200, head).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  console.log('\nFrom a cold cache to the first curve, ms\n')
  console.log('| network and processor | median of five | worst |')
  console.log('| --- | --- | --- |')
  for (const isSlow of [false, true]) {
    const times = []
    for (let round = 0; round < 5; round++) times.push(await firstCurve(server.address().port, isSlow))
    const name = isSlow ? '1.6 Mbit/s, 150 ms, a processor four times slower' : 'as they are here'
    console.log(`| ${name} | ${at(times, 0.5).toFixed(0)} | ${at(times, 1).toFixed(0)} |`)
  }
  server.close()
}

async function firstCurve(port, isSlow) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  if (isSlow) {
    const session = await context.newCDPSession(page)
    const throughput = { downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, ...throughput })
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  }
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('#chart[data-ready=true]') === null) return
      observer.disconnect()
      globalThis.first = performance.now()
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] })
  })
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => globalThis.first !== undefined)
  const time = await page.evaluate(() => globalThis.first)
  await context.close()
  return time
}

/** What fifty rounds of a copy, a change and a removal leave behind. */
async function memory() {
  const { url, close } = await servePlayground()
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(url)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached' })
  const session = await page.context().newCDPSession(page)
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize
  }
  const round = async (number) => {
    await page.getByRole('button', { name: 'Save a copy' }).click()
    await page.getByRole('textbox', { name: 'alpha_f', exact: true }).fill(String(0.1 + number / 1000))
    await page.waitForSelector('#chart[data-ready=true]')
    await page.locator('.schedules li.active button.icon').click()
    await page.waitForSelector('#chart[data-ready=true]')
  }
  // What comes with the first edits stays anyway; so do a hundred steps of undo.
  for (let number = 0; number < 40; number++) await round(number)
  const before = await used()
  for (let number = 0; number < 50; number++) await round(number)
  const added = (await used()) - before
  console.log(
    `\nFifty rounds of a copy, a change and a removal add ${(added / 1e6).toFixed(2)} MB to the page's memory.`,
  )
  await page.close()
  await close()
}

/** In the page: makes a gesture in each frame and takes the time between frames, and of what a frame does. */
async function measure({ gesture, seconds }) {
  const over = document.querySelector('.chart-over')
  const slider = document.querySelector('input[type=range]')
  const { left, width, top } = over.getBoundingClientRect()
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  let long = 0
  const observer = new PerformanceObserver((list) => {
    long += list.getEntries().length
  })
  observer.observe({ type: 'longtask' })
  const intervals = []
  const work = []
  const start = performance.now()
  let before = await frame()
  for (let i = 0; performance.now() - start < seconds * 1000; i++) {
    const phase = Math.floor(i / 90) % 2
    const common = { bubbles: true, cancelable: true, clientX: left + width * 0.6, clientY: top + 50 }
    if (gesture === 'wheel zoom') over.dispatchEvent(new WheelEvent('wheel', { ...common, deltaY: phase ? 90 : -90 }))
    if (gesture === 'pan') {
      if (i === 0) for (let k = 0; k < 12; k++) over.dispatchEvent(new WheelEvent('wheel', { ...common, deltaY: -200 }))
      over.dispatchEvent(new WheelEvent('wheel', { ...common, deltaX: phase ? 40 : -40, deltaY: 0 }))
    }
    if (gesture === 'ratio') {
      slider.value = String(400 + Math.round(250 * Math.sin(i / 30)))
      slider.dispatchEvent(new Event('input', { bubbles: true }))
    }
    over.dispatchEvent(new PointerEvent('pointermove', { ...common, pointerType: 'mouse' }))
    const now = await frame()
    intervals.push(now - before)
    before = now
    // What is left of this frame: the page's own callbacks are done when a message of ours comes.
    const begun = performance.now()
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage(null)
    })
    work.push(performance.now() - begun)
  }
  observer.disconnect()
  return { intervals, work, long }
}

async function fills() {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname
    if (name === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>fill</title>')
    try {
      const bytes = await readFile(path.join(DIST, path.normalize(name)))
      response.setHeader('content-type', 'text/javascript').end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  const rows = await page.evaluate(compare, SECONDS > 3 ? 7 : 3)
  console.log('\nTen million f64 values in Chromium, into a reused array, one thread, best of the rounds\n')
  console.log('| shape | scale-schedule ms | plain loop ms | loop / library |')
  console.log('| --- | --- | --- | --- |')
  for (const [name, ours, loop] of rows) {
    console.log(`| ${name} | ${ours.toFixed(1)} | ${loop.toFixed(1)} | ${(loop / ours).toFixed(2)} |`)
  }
  await page.close()
  server.close()
}

/** In the page: each shape by the library and by a loop such as one writes by hand, in turn. */
async function compare(rounds) {
  const library = await import('/index.js')
  const count = 10_000_000
  const out = new Float64Array(count)
  const run = new library.TrainingRun({ maxDuration: `${count}ba` })
  const warm = 20_000
  const left = count - warm
  const shapes = {
    constant: [new library.ConstantScheduler({ alpha: 0.5 }), () => 0.5],
    linear: [new library.LinearScheduler(), (t) => 1 - t / count],
    cosine: [new library.CosineAnnealingScheduler(), (t) => (1 + Math.cos((Math.PI * t) / count)) / 2],
    'cosine with warm-up': [
      new library.CosineAnnealingWithWarmupScheduler({ tWarmup: `${warm}ba` }),
      (t) => (t < warm ? t / warm : (1 + Math.cos((Math.PI * (t - warm)) / left)) / 2),
    ],
    'warm restarts': [
      new library.CosineAnnealingWarmRestartsScheduler({ t0: '500000ba' }),
      (t) => (1 + Math.cos((Math.PI * (t % 500000)) / 500000)) / 2,
    ],
    'polynomial, power 2': [new library.PolynomialScheduler({ power: 2 }), (t) => (1 - t / count) ** 2],
    'polynomial, power 1.5': [new library.PolynomialScheduler({ power: 1.5 }), (t) => (1 - t / count) ** 1.5],
    exponential: [
      new library.ExponentialScheduler({ gamma: 0.5, decayPeriod: '1000000ba' }),
      (t) => 0.5 ** (t / 1000000),
    ],
    step: [new library.StepScheduler({ stepSize: '1000000ba', gamma: 0.5 }), (t) => 0.5 ** Math.floor(t / 1000000)],
    'multi-step': [
      new library.MultiStepScheduler({ milestones: ['3000000ba', '6000000ba'], gamma: 0.1 }),
      (t) => (t < 3000000 ? 1 : t < 6000000 ? 0.1 : 0.1 * 0.1),
    ],
  }
  const rows = []
  for (const [name, [scheduler, formula]] of Object.entries(shapes)) {
    // A function of its own, so that what the engine learns from one shape spoils no other.
    const loop = new Function(
      'out',
      `const f = ${formula
        .toString()
        .replaceAll('count', String(count))
        .replaceAll('warm', String(warm))
        .replaceAll('left', String(left))}; for (let t = 0; t < out.length; t++) out[t] = f(t)`,
    )
    const curve = scheduler.resolve(run)
    const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let round = 0; round < rounds; round++) {
      for (const [index, work] of [() => curve.fill({ out }), () => loop(out)].entries()) {
        const start = performance.now()
        work()
        best[index] = Math.min(best[index], performance.now() - start)
      }
      await new Promise((resolve) => setTimeout(resolve))
    }
    rows.push([name, ...best])
  }
  return rows
}

function at(values, quantile) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1)]
}
