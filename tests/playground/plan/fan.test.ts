/**
 * A sweep of one option: the fan on the chart, its table against the package, and the specification, which the package
 * reads and runs.
 */
import type { Page } from 'playwright'
import { CosineAnnealingWithWarmupScheduler, summarize, TrainingRun } from 'scale-schedule'
import { readSpec, sweepInMemory } from 'scale-schedule/sweep'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endOf, valuesOf } from '../../../ts/playground/plan/range.js'
import { optionsOf } from '../../../ts/playground/state/options.js'
import { type Playground, settled, startFrom, startPlayground } from '../page.js'
import { openPart, partOf, wordsOf } from './panel.js'

const TITLE = 'Sweep'
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

const open = (options = {}) => openPart(playground, TITLE, '', options)
const field = (page: Page, name: string) => partOf(page, TITLE).getByLabel(name, { exact: true })
const rows = (page: Page) =>
  partOf(page, TITLE)
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => Array.from(row.children, (cell) => (cell as HTMLElement).title || cell.textContent!)),
    )

/** The specification, by way of the clipboard. */
async function copied(page: Page): Promise<string> {
  await partOf(page, TITLE).getByRole('button', { name: 'Copy the specification' }).click()
  await expect.poll(() => page.locator('#status').textContent()).toContain('The specification is on the clipboard')
  return page.evaluate(() => navigator.clipboard.readText())
}
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }

/** How much of the canvas is not the ground. */
const ink = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    let sum = 0
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) sum++
    return sum
  })

test('the values of a range, and what is wrong with its ends', () => {
  const [warmup] = optionsOf('CosineAnnealingWithWarmupScheduler')!
  const alpha = optionsOf('CosineAnnealingWithWarmupScheduler')!.find(({ key }) => key === 'alpha_f')!
  const range = (from: string, to: string, count: number, option = warmup!) => {
    const ends = [endOf(from, option), endOf(to, option)]
    const wrong = ends.find((end) => typeof end === 'string')
    return wrong ?? valuesOf(ends[0] as never, ends[1] as never, count)
  }
  expect(range('50ba', '200ba', 4)).toEqual(['50ba', '100ba', '150ba', '200ba'])
  expect(range('1ba', '3ba', 7)).toEqual(['1ba', '2ba', '3ba'])
  expect(range('1k ba', '20k ba', 2)).toEqual(['1000ba', '20000ba'])
  expect(range('0.1dur', '0.4dur', 4)).toEqual(['0.1dur', '0.2dur', '0.3dur', '0.4dur'])
  expect(range('0', '0.3', 4, alpha)).toEqual(['0', '0.1', '0.2', '0.3'])
  expect(range('0.3', '-0.3', 3, alpha)).toEqual(['0.3', '0', '-0.3'])
  expect(range('50ba', '2ep', 4)).toBe('Both ends have one unit; found ba and ep. Write both in ba.')
  expect(range('50', '2ep', 4)).toBe('An end of t_warmup is a time with its unit; found "50". Write for example 100ba.')
  expect(range('low', '1', 4, alpha)).toBe('An end of alpha_f is a number; found "low". Write for example 0.1.')
})

test('a fan of curves while the part is open, and a table that the package agrees with', async () => {
  const page = await playground.open()
  await settled(page)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached' })
  const before = await ink(page)
  // The chart is as high as that while a part is open.
  await partOf(page, 'Budget').locator('summary').click()
  await page.waitForTimeout(500)
  const lower = await ink(page)
  await partOf(page, TITLE).locator('summary').click()
  await field(page, 'Option').selectOption('alpha_f')
  await field(page, 'From').fill('0')
  await field(page, 'To').fill('0.5')
  await field(page, 'Curves').fill('6')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['6 curves, alpha_f from 0 to 0.5.'])
  await expect.poll(() => ink(page)).toBeGreaterThan(lower + 1000)
  const run = new TrainingRun({ maxDuration: '63900ba' })
  const wanted = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((alphaF) => {
    const mpt = new CosineAnnealingWithWarmupScheduler({ tWarmup: '100ba', alphaF })
    const { peak, area, final } = summarize(mpt, run, { baseLr: 1.2e-4 })
    return [alphaF, peak, area, final]
  })
  expect((await rows(page)).map((row) => row.map(Number))).toEqual(wanted)
  // Neither the schedules nor the link have anything of it.
  expect(await page.locator('.schedules li').count()).toBe(1)
  await partOf(page, TITLE).locator('summary').click()
  // A curve that is left has more than that.
  await expect.poll(async () => Math.abs((await ink(page)) - lower)).toBeLessThan(500)
  await partOf(page, 'Budget').locator('summary').click()
  await expect.poll(async () => Math.abs((await ink(page)) - before)).toBeLessThan(500)
  await page.context().close()
})

test('zoomed in, the curves of a fan are as fine as the others', async () => {
  const page = await playground.open('#')
  await settled(page)
  await page.waitForSelector('html[data-whole=true]', { state: 'attached' })
  await startFrom(page, 'Ten million steps, three schedulers')
  await page.locator('.outline-name').nth(1).click()
  await partOf(page, TITLE).locator('summary').click()
  await field(page, 'Option').selectOption('alpha_f')
  await field(page, 'From').fill('0.1')
  await field(page, 'To').fill('0.101')
  await field(page, 'Curves').fill('2')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['2 curves, alpha_f from 0.1 to 0.101.'])
  for (let i = 0; i < 12; i++) await page.getByLabel('Zoom in').click()
  await settled(page)
  const box = (await page.locator('.chart-over').boundingBox())!
  // Of the lowest curve, which is one of the fan: in a column of the whole run a restart would be a slope over all of the view.
  const heightAt = (part: number) =>
    page.evaluate(
      (x) => {
        const canvas = document.querySelector('canvas')!
        const { left } = canvas.getBoundingClientRect()
        const { data } = canvas.getContext('2d')!.getImageData(Math.round(x - left), 0, 1, canvas.height)
        const heights: number[] = []
        for (let y = 0; y < canvas.height; y++) {
          const [red, , blue] = data.subarray(4 * y)
          if (Math.abs(blue! - red!) > 60) heights.push(y)
        }
        return heights.at(-1) ?? Number.NaN
      },
      box.x + box.width * part,
    )
  await expect
    .poll(async () => {
      const [early, before, after, late] = await Promise.all([0.1, 0.45, 0.55, 0.9].map(heightAt))
      return [Math.abs(early! - before!) < 4, Math.abs(after! - late!) < 4, before! - after! > 60]
    })
    .toEqual([true, true, true])
  await page.context().close()
})

test('the specification is read and run by the package, with the same values', async () => {
  const page = await open(CLIPBOARD)
  await field(page, 'Option').selectOption('t_warmup')
  await field(page, 'From').fill('100ba')
  await field(page, 'To').fill('2000ba')
  await field(page, 'Curves').fill('5')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['5 curves, t_warmup from 100ba to 2000ba.'])
  const spec = readSpec(await copied(page))
  const shown = await rows(page)
  const { configurations } = sweepInMemory(spec)
  expect(configurations.map((each) => [each.t_warmup, each.peak, each.area, each.final].map(String))).toEqual(
    shown.map(([value, ...rates]) => [value, ...rates.map((rate) => String(Number(rate)))]),
  )
  expect(shown.map(([value]) => value)).toEqual(['100ba', '575ba', '1050ba', '1525ba', '2000ba'])
  await page.context().close()
})

test('of several schedulers, and within others, an option is called by its path', async () => {
  const page = await open(CLIPBOARD)
  await startFrom(page, 'Ten million steps, three schedulers')
  await page.locator('#run').getByRole('textbox', { name: 'max_duration', exact: true }).fill('100000')
  await page.getByRole('textbox', { name: 't_warmup', exact: true }).fill('200')
  await settled(page)
  await page.locator('.outline-name').nth(1).click()
  await expect.poll(() => partOf(page, TITLE).locator('option').allTextContents()).toContain('t_mult')
  await field(page, 'Option').selectOption('alpha_f')
  await field(page, 'From').fill('0.1')
  await field(page, 'To').fill('0.4')
  await field(page, 'Curves').fill('3')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['3 curves, alpha_f from 0.1 to 0.4.'])
  const text = await copied(page)
  expect(text).toContain('"schedulers[1].alpha_f": [0.1, 0.25, 0.4]')
  const { configurations } = sweepInMemory(readSpec(text))
  const shown = await rows(page)
  expect(configurations.map(({ area }) => area)).toEqual(shown.map((row) => Number(row[2])))
  await page.context().close()
})

test('what is wrong is told at its field, and a value without a curve in its row', async () => {
  const page = await open()
  await field(page, 'Option').selectOption('t_max')
  await field(page, 'From').fill('0.5dur')
  await field(page, 'To').fill('1dur')
  await field(page, 'Curves').fill('2')
  await expect.poll(() => wordsOf(page, TITLE)).toContainEqual('1 of the values make no curve.')
  expect((await rows(page))[0]![1]).toContain('t_max must be at least max_duration')
  const problems = partOf(page, TITLE).locator('.hint.problem')
  await field(page, 'Curves').fill('25')
  await expect
    .poll(() => problems.allTextContents())
    .toEqual(['A number of curves is a whole number of at least 2 and at most 24; found "25". Write for example 20k.'])
  await field(page, 'Curves').fill('3')
  await field(page, 'To').fill('1ba')
  await expect.poll(() => problems.allTextContents()).toEqual([expect.stringContaining('Both ends have one unit')])
  await startFrom(page, 'Halve after ten epochs (a function)')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual([expect.stringContaining('the chosen scheduler has none')])
  await page.context().close()
})

test('the chart stays in view above a part that is open, and goes once none is', async () => {
  const page = await open({ viewport: { width: 1024, height: 768 } })
  const chart = async () => (await page.locator('#chart').boundingBox())!
  const inView = async () => {
    const { y, height } = await chart()
    return y >= 0 && y + height <= 768
  }
  for (const name of ['From', 'To', 'Curves']) {
    await field(page, name).focus()
    await expect.poll(inView).toBe(true)
    const { y } = (await field(page, name).boundingBox())!
    const above = await chart()
    expect(y).toBeGreaterThan(above.y + above.height)
  }
  await partOf(page, TITLE).locator('summary').click()
  await expect.poll(inView).toBe(false)
  await page.context().close()
})

test('the ends are dragged, with the keyboard too, and the fan follows', async () => {
  const page = await open()
  const drag = (name: string) => partOf(page, TITLE).getByRole('slider', { name: `${name}, dragged` })
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['8 curves, t_warmup from 50ba to 150ba.'])
  await drag('To').scrollIntoViewIfNeeded()
  const box = (await drag('To').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => field(page, 'To').inputValue()).toBe('200ba')
  await expect.poll(() => wordsOf(page, TITLE)).toEqual(['8 curves, t_warmup from 50ba to 200ba.'])
  await drag('From').focus()
  await page.keyboard.press('Home')
  await expect.poll(() => field(page, 'From').inputValue()).toBe('0ba')
  await page.keyboard.press('End')
  await expect.poll(() => field(page, 'From').inputValue()).toBe('200ba')
  expect(await drag('From').getAttribute('aria-valuetext')).toBe('200ba')
  // Another option has ends and a reach of its own, of which a unit and a number stay.
  await field(page, 'Option').selectOption('alpha_f')
  await expect.poll(() => drag('To').getAttribute('aria-valuetext')).toBe('0.15')
  await field(page, 'To').fill('3')
  await expect.poll(() => drag('To').getAttribute('aria-valuetext')).toBe('3')
  expect(await drag('To').inputValue()).toBe('400')
  await page.context().close()
})
