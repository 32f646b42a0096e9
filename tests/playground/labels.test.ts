/**
 * Labels on the chart: none lies over another one or over a handle, none leaves the plot, and what is written on the canvas
 * is as far apart.
 */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MPT_7B, type Playground, readAt, settled, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

interface Written {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Opens the page, which remembers what its canvas says since it was cleared last. */
async function open(width: number, height: number): Promise<Page> {
  const touch = width < 800 ? { hasTouch: true, isMobile: true } : {}
  const context = await playground.browser.newContext({ viewport: { width, height }, ...touch })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const written: Written[] = []
    Object.assign(globalThis, { written })
    const { clearRect, fillText } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.clearRect = function (...args) {
      written.length = 0
      clearRect.apply(this, args)
    }
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      const { width: wide, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = this.measureText(text)
      const left = { center: x - wide / 2, right: x - wide }[this.textAlign as 'center' | 'right'] ?? x
      const matrix = this.getTransform()
      const ratio = devicePixelRatio
      const corners = [
        [left, y - up],
        [left + wide, y - up],
        [left, y + down],
        [left + wide, y + down],
      ].map(([a, b]) => matrix.transformPoint({ x: a!, y: b! }))
      const [xs, ys] = [corners.map((corner) => corner.x / ratio), corners.map((corner) => corner.y / ratio)]
      written.push({
        text,
        left: Math.min(...xs),
        top: Math.min(...ys),
        right: Math.max(...xs),
        bottom: Math.max(...ys),
      })
      fillText.call(this, text, x, y, ...rest)
    }
  })
  await page.goto(`${playground.url}${MPT_7B}`)
  await settled(page)
  await whole(page)
  return page
}

/** What lies over what, in words. */
const problemsOf = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      return { text: element.textContent!, left, top, right, bottom }
    }
    type Box = ReturnType<typeof boxOf>
    const shown = (selector: string) =>
      Array.from(document.querySelectorAll(selector))
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map(boxOf)
    const touches = (a: Box, b: Box) =>
      a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5
    const labels = shown('.mark, .cursor-label, .tip')
    const knobs = shown('.knob').map(({ left, top, right, bottom }) => {
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      return { text: 'knob', left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }
    })
    const chart = boxOf(document.querySelector('#chart')!)
    const plot = boxOf(document.querySelector('.chart-over')!)
    const start = document.querySelector('.chart-start')!
    const edge = start.checkVisibility() ? boxOf(start).left : plot.left
    const { written } = globalThis as unknown as { written: Written[] }
    const onCanvas = written.map((each) => ({
      text: each.text,
      left: each.left + chart.left,
      right: each.right + chart.left,
      top: each.top + chart.top,
      bottom: each.bottom + chart.top,
    }))
    const found: string[] = []
    const compare = (list: Box[], others: Box[], isSame: boolean) => {
      for (const [index, a] of list.entries())
        for (const b of isSame ? list.slice(index + 1) : others)
          if (touches(a, b)) found.push(`“${a.text}” lies over “${b.text}”`)
    }
    compare(labels, labels, true)
    compare(labels, knobs, false)
    compare(labels, onCanvas, false)
    compare(onCanvas, onCanvas, true)
    for (const { text, left, top, right, bottom } of labels) {
      const isWithin = left >= edge - 1 && right <= plot.right + 1 && top >= plot.top - 1 && bottom <= plot.bottom + 1
      if (!isWithin) found.push(`“${text}” leaves the plot`)
    }
    for (const { text, left, top, right, bottom } of onCanvas) {
      const isWithin =
        left >= chart.left - 1 && right <= chart.right + 1 && top >= chart.top - 1 && bottom <= chart.bottom + 1
      if (!isWithin) found.push(`“${text}” leaves the chart`)
    }
    return { found, labels: labels.map(({ text }) => text) }
  })

const choose = async (page: Page, type: string, options: Readonly<Record<string, string>> = {}) => {
  await page.getByLabel('Scheduler 1').selectOption(type)
  await settled(page)
  for (const [name, value] of Object.entries(options)) await page.getByLabel(name, { exact: true }).fill(value)
  await settled(page)
}

const SCHEDULES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'cosine with a floor of 0': (page) =>
    choose(page, 'CosineAnnealingWithWarmupScheduler', { t_warmup: '100', alpha_f: '0' }),
  'a stable rate with a short decay': (page) =>
    choose(page, 'WarmupStableDecayScheduler', { t_warmup: '2000', t_decay: '0.02' }),
  'two of the same peak': async (page) => {
    await page.getByText('Save a copy').click()
    await choose(page, 'LinearWithWarmupScheduler', { t_warmup: '3000' })
  },
  'many milestones': (page) =>
    choose(page, 'MultiStepScheduler', {
      // More handles would leave a tip no room on a phone.
      milestones: Array.from(
        { length: page.viewportSize()!.width < 400 ? 8 : 16 },
        (_, index) => `${(0.3 + index * 0.03).toFixed(2)}dur`,
      ).join(', '),
      gamma: '0.7',
    }),
  restarts: (page) => choose(page, 'CosineAnnealingWarmRestartsScheduler', { t_0: '0.07' }),
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [360, 740],
] as const) {
  for (const [name, shape] of Object.entries(SCHEDULES)) {
    test(`at ${width} × ${height} no label of ${name} lies over another one`, async () => {
      const page = await open(width, height)
      await shape(page)
      await page.waitForTimeout(200)
      const expectApart = async (when: string) => {
        const { found, labels } = await problemsOf(page)
        expect(found, when).toEqual([])
        return labels
      }
      expect(await expectApart('at first')).toContainEqual(expect.stringMatching(/^peak/))
      for (const batch of [0, 300, 9_000, 19_500, 31_950, 47_000, 62_500, 63_900]) {
        await readAt(page, batch)
        await page.waitForTimeout(40)
        await expectApart(`with the cursor at batch ${batch}`)
      }
      // The tips of handles, one after the other.
      const knobs = page.locator('.knob:visible')
      const count = await knobs.count()
      expect(count).toBeGreaterThan(0)
      for (let index = 0; index < count; index++) {
        await knobs.nth(index).focus()
        await page.keyboard.press('ArrowRight')
        await page.waitForTimeout(40)
        const labels = await expectApart(`with the tip of handle ${index + 1}`)
        expect(labels.some((text) => /^\w+( \d+)?( and \w+)? /.test(text) && !/^(peak|floor|end)/.test(text))).toBe(
          true,
        )
      }
      await page.context().close()
    })
  }
}

test('labels keep clear of the curve where there is room, and the value at the cursor stays beside it', async () => {
  const page = await open(1440, 900)
  for (const batch of [5_000, 20_000, 40_000, 60_000]) {
    await readAt(page, batch)
    await page.waitForTimeout(60)
    const covered = await page.evaluate(() => {
      const canvas = document.querySelector('canvas')!
      const at = canvas.getBoundingClientRect()
      const colour = [0x1d, 0x4a, 0xde]
      return Array.from(document.querySelectorAll('.mark, .cursor-label'), (label) => {
        const { left, top, width, height } = label.getBoundingClientRect()
        const { data } = canvas.getContext('2d')!.getImageData(left - at.left, top - at.top, width, height)
        let pixels = 0
        for (let i = 0; i < data.length; i += 4)
          if (colour.every((part, index) => Math.abs(part - data[i + index]!) < 40)) pixels++
        return pixels
      })
    })
    expect(covered.length).toBe(3)
    expect(covered).toEqual([0, 0, 0])
    const [label, dot] = await Promise.all(
      ['.cursor-label', '.chart-over .cursor-dot'].map((each) => page.locator(each).boundingBox()),
    )
    expect(Math.abs(label!.x + label!.width / 2 - dot!.x - dot!.width / 2)).toBeLessThan(140)
    expect(Math.abs(label!.y - dot!.y)).toBeLessThan(60)
  }
  await page.context().close()
})
