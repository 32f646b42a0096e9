/**
 * The chart as it is read: the first steps, what its marks, its legend and its axes say, on the page and in pictures.
 */
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, evaluate, TrainingRun } from 'scale-schedule'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { THEME } from '../../ts/plot/theme.js'
import { choosePreset, download, type Playground, readAt, settled, startPlayground } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const lrs = evaluate(
  new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF: 0.1 }),
  new TrainingRun({ maxDuration: '63900ba' }),
  { baseLr: 1.2e-4 },
)

/** The heights at which a column of the canvas has a colour, in pixels from its top. */
const heightsOf = (page: Page, x: number, colour: string) =>
  page.evaluate(
    ([left, hex]) => {
      const canvas = document.querySelector('canvas')!
      const box = canvas.getBoundingClientRect()
      const wanted = [1, 3, 5].map((at) => Number.parseInt(hex!.slice(at, at + 2), 16))
      const { data } = canvas.getContext('2d')!.getImageData(Math.round(Number(left) - box.left), 0, 1, canvas.height)
      const found: number[] = []
      for (let y = 0; y < canvas.height; y++) {
        if (wanted.every((part, index) => Math.abs(part - data[4 * y + index]!) < 40)) found.push(y + box.top)
      }
      return found
    },
    [String(x), colour] as const,
  )

test('a ramp of a hundred of 63,900 steps is read beside the whole, with the cursor on it', async () => {
  const page = await playground.open()
  await settled(page)
  const start = page.locator('.chart-start')
  const box = (await start.boundingBox())!
  expect(box.width).toBeGreaterThan(80)
  const whole = (await page.locator('.chart-over').boundingBox())!
  expect(box.x + box.width).toBeLessThan(whole.x)
  // It ends at twice the ramp: the curve rises over its left half, and stays there.
  const [peak] = (await heightsOf(page, box.x + box.width * 0.75, THEME.light.curves[0]!)) as [number]
  const bottom = box.y + box.height
  for (const part of [0.125, 0.25, 0.375]) {
    const heights = await heightsOf(page, box.x + box.width * part, THEME.light.curves[0]!)
    const middle = heights.reduce((sum, y) => sum + y, 0) / heights.length
    expect(Math.abs(middle - (bottom - (bottom - peak) * 2 * part))).toBeLessThan(12)
  }
  await page.mouse.move(box.x + box.width / 4, box.y + 50)
  await expect.poll(async () => Number(await page.locator('#chart').getAttribute('aria-valuenow'))).toBeLessThan(54)
  expect(Number(await page.locator('#chart').getAttribute('aria-valuenow'))).toBeGreaterThan(46)
  expect(await start.locator('.cursor-line').isVisible()).toBe(true)
  await page.mouse.dblclick(box.x + box.width / 2, box.y + 50)
  await settled(page)
  await start.waitFor({ state: 'hidden' })
  await page.locator('#chart').focus()
  await page.keyboard.press('End')
  expect(await page.locator('#chart').getAttribute('aria-valuenow')).toBe('200')
  await page.keyboard.press('0')
  await start.waitFor({ state: 'visible' })
  // One that is seen in the whole needs none.
  await page.getByLabel('t_warmup', { exact: true }).fill('20000')
  await start.waitFor({ state: 'hidden' })
  await page.context().close()
})

test('peak, floor and end are labelled by five digits, and have all of them', async () => {
  const page = await playground.open()
  await settled(page)
  const marks = page.locator('.mark')
  await expect.poll(() => marks.allTextContents()).toEqual(['peak 1.2e-4', 'floor, end 1.2e-5'])
  expect(await marks.nth(1).getAttribute('title')).toBe(
    `floor, end: ${lrs.at(-1)!.toExponential()}, about batch 63,899`,
  )
  await page.getByLabel('alpha_f', { exact: true }).fill('0.123456789')
  await expect.poll(() => marks.last().textContent()).toBe('floor, end 1.4815e-5')
  await page.getByLabel('Scheduler 1').selectOption('ConstantScheduler')
  await expect.poll(() => marks.allTextContents()).toEqual(['peak, floor, end 1.2e-4'])
  await page.context().close()
})

test('a reading shows six digits, and its text, its tip and what is copied have all', async () => {
  const page = await playground.open('', { permissions: ['clipboard-read', 'clipboard-write'] })
  await settled(page)
  expect((await readAt(page, 12_345)).lr).toBe(lrs[12_345])
  const value = page.locator('dd[data-name=lr]')
  const all = lrs[12_345]!.toExponential()
  expect(await value.locator('[title]').getAttribute('title')).toBe(all)
  const width = (await value.locator('.more').boundingBox())!.width
  expect(width).toBeLessThan(16)
  await value.getByRole('button').press('Enter')
  await expect.poll(() => page.locator('#status').textContent()).toBe(`${all} is on the clipboard.`)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(all)
  // On the chart the value stands beside the cursor.
  expect(await page.locator('.chart-over .cursor-label').textContent()).toBe(
    Number(lrs[12_345]!.toPrecision(5)).toExponential(),
  )
  await page.context().close()
})

test('the legend names what is drawn, in the colours and dashes of the picture that is saved', async () => {
  const page = await playground.open()
  await settled(page)
  await page.locator('.ratio').fill('0.5')
  await page.getByText('Save a copy').click()
  await page.getByLabel('Scheduler 1').selectOption('LinearScheduler')
  await settled(page)
  const legend = page.getByRole('list', { name: 'Legend' }).locator('li')
  await expect.poll(() => legend.allTextContents()).toEqual(['MPT-7B 2', 'MPT-7B 2, ratio 1', 'MPT-7B'])
  const here = await legend
    .locator('path')
    .evaluateAll((paths) => paths.map((path) => [path.getAttribute('stroke'), path.getAttribute('stroke-dasharray')]))
  expect(here).toEqual([
    [THEME.light.curves[1], null],
    [THEME.light.curves[1], '5 4'],
    [THEME.light.curves[0], null],
  ])
  const svg = (await download(page, 'SVG')).toString('utf8')
  const saved = [
    ...svg.matchAll(
      /<path d="M[\d.]+ [\d.]+h28" stroke="(#\w+)" stroke-width="2.25"(?: stroke-dasharray="([\d. ]+)")?/g,
    ),
  ]
  expect(saved.map(([, stroke, dash]) => [stroke, dash ?? null])).toEqual(here)
  const labels = [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text)
  for (const text of ['MPT-7B 2', 'MPT-7B 2, ratio 1', 'MPT-7B', 'batches', 'learning rate'])
    expect(labels).toContain(text)
  // And on the chart itself.
  const box = (await page.locator('.chart-over').boundingBox())!
  expect((await heightsOf(page, box.x + box.width * 0.1, THEME.light.curves[1]!)).length).toBeGreaterThan(1)
  await page.context().close()
})

test('the unscaled form is read beside, and what is over says so', async () => {
  const page = await playground.open()
  await page.locator('.ratio').fill('2')
  await settled(page)
  await readAt(page, 50_000)
  const others = page.getByRole('list', { name: 'The other schedules at the cursor' }).locator('li')
  await expect.poll(() => others.allTextContents()).toEqual([`MPT-7B, ratio 1${lrs[50_000]!.toExponential()}`])
  await readAt(page, 100_000)
  await expect.poll(() => others.allTextContents()).toEqual(['MPT-7B, ratio 1ended'])
  await page.context().close()
})

test('the ninth schedule has the colour of the first, and dashes', async () => {
  const page = await playground.open()
  await settled(page)
  for (let i = 0; i < 8; i++) await page.getByText('Save a copy').click()
  await settled(page)
  const strokes = await page
    .locator('.legend path')
    .evaluateAll((paths) =>
      paths.map((path) => `${path.getAttribute('stroke')} ${path.getAttribute('stroke-dasharray')}`),
    )
  expect(new Set(strokes).size).toBe(9)
  expect(strokes.filter((stroke) => stroke.startsWith(THEME.light.curves[0]!))).toHaveLength(2)
  // The bars of the list, and of what is read, have the same dashes.
  const gapsOf = (list: string) =>
    page.locator(`${list} .swatch`).evaluateAll((bars) =>
      bars.map((bar) => {
        const { backgroundColor, maskImage } = getComputedStyle(bar)
        const stops = [...maskImage.matchAll(/([\d.]+)px/g)].map(([, at]) => Number(at))
        const lengths = stops.flatMap((at, index) => (index % 2 === 1 ? [at - stops[index - 1]!] : []))
        return `${backgroundColor} ${lengths.join(' ')}`
      }),
    )
  const listed = await gapsOf('.schedules')
  expect(new Set(listed).size).toBe(9)
  expect(listed.slice(0, 8).every((bar) => bar.endsWith(') '))).toBe(true)
  expect(listed[8]).toBe(`${listed[0]}9 4`)
  // The first is edited: the dashed one is read beside it.
  await page.getByRole('button', { name: 'Edit MPT-7B', exact: true }).click()
  await settled(page)
  await expect.poll(() => gapsOf('.others')).toContain(listed[8])
  await page.context().close()
})

test('a part that is zoomed into stays fine when the schedule changes', async () => {
  const page = await playground.open('#')
  await choosePreset(page, 'Ten million steps, three schedulers')
  for (let i = 0; i < 12; i++) await page.getByLabel('Zoom in').click()
  await settled(page)
  // The restart at 5,000,000 is an edge; between two columns of the whole it would be a slope.
  const box = (await page.locator('.chart-over').boundingBox())!
  const isFlat = async () => {
    const at = async (part: number) => (await heightsOf(page, box.x + box.width * part, THEME.light.curves[0]!))[0]!
    return Math.abs((await at(0.1)) - (await at(0.45))) < 3 && (await at(0.45)) - (await at(0.55)) > 100
  }
  await expect.poll(isFlat).toBe(true)
  await page.getByLabel('lr', { exact: true }).fill('6e-4')
  await settled(page)
  await page.waitForTimeout(500)
  await expect.poll(isFlat).toBe(true)
  await page.context().close()
})

test('a line over about as many batches as the chart has columns is no stairs', async () => {
  const page = await playground.open()
  await settled(page)
  await page.getByLabel('Scheduler 1').selectOption('LinearScheduler')
  await page.locator('.ratio').fill('1')
  await page.getByRole('textbox', { name: 'max_duration', exact: true }).fill('1400')
  await settled(page)
  const svg = (await download(page, 'SVG')).toString('utf8')
  // A straight line has two ends, whatever is on the way.
  const [, path] = /<title>MPT-7B<\/title>\s*<path d="([^"]+)"/.exec(svg)!
  expect(path!.match(/[ML]/g)!.length).toBeLessThan(5)
  await page.context().close()
})
