/**
 * A drag over a long run: one evaluation at a time, of the latest, and a curve meanwhile, however slow the worker is.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choosePreset, type Playground, settled, startPlayground, whole } from './page.js'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

test('a worker that lags behind is asked for the latest alone, and the curve follows the hand', async () => {
  const context = await playground.browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const asked = { open: 0, most: 0, infos: 0, isSlow: false }
    Object.assign(globalThis, { asked })
    const { postMessage } = Worker.prototype
    Worker.prototype.postMessage = function (question: { id: number; kind: string }) {
      const send = () => postMessage.call(this, question)
      if (question.kind === 'info') {
        asked.infos++
        asked.open++
        asked.most = Math.max(asked.most, asked.open)
        const hear = ({ data }: MessageEvent<{ id: number }>) => {
          if (data.id !== question.id) return
          asked.open--
          this.removeEventListener('message', hear)
        }
        this.addEventListener('message', hear)
      }
      // Longer than two frames, each time.
      if (asked.isSlow) setTimeout(send, 40)
      else send()
    }
  })
  await page.goto(playground.url)
  await whole(page)
  await choosePreset(page, 'Ten million steps, three schedulers')
  for (const type of ['ClampScheduler', 'AffineScheduler', 'ShiftScheduler', 'StretchScheduler', 'CooldownScheduler']) {
    await page.getByLabel(/^Wrap .* in$/).selectOption(type)
    await settled(page)
  }
  const found = await page.evaluate(async () => {
    const { asked } = globalThis as unknown as {
      asked: { open: number; most: number; infos: number; isSlow: boolean }
    }
    const slider = document.querySelector<HTMLInputElement>('input[type=range]')!
    const canvas = document.querySelector('canvas')!
    const shapes = new Set<string>()
    Object.assign(asked, { most: 0, infos: 0, isSlow: true })
    const frames = 90
    for (let frame = 0; frame < frames; frame++) {
      slider.value = String(300 + 4 * frame)
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => requestAnimationFrame(resolve))
      if (frame % 10 === 9) shapes.add(canvas.toDataURL())
    }
    asked.isSlow = false
    slider.dispatchEvent(new Event('change', { bubbles: true }))
    return { ...asked, frames, shapes: shapes.size }
  })
  // The edited one, and its form at ratio 1, which may come with the first frame.
  expect(found.most).toBeLessThanOrEqual(2)
  expect(found.infos).toBeLessThan(found.frames / 2)
  expect(found.shapes).toBeGreaterThan(4)
  // At last it is the curve of what the field says, to its end.
  await settled(page)
  const ratio = Number(await page.locator('.ratio').inputValue())
  await expect
    .poll(async () => Number(await page.locator('#chart').getAttribute('aria-valuemax')))
    .toBe(Math.trunc(10_000_000 * ratio))
  expect(await page.locator('#chart').getAttribute('data-ready')).toBe('true')
  await context.close()
})
