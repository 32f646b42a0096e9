/**
 * Texts of other libraries in stock Firefox: read and written by the worker of texts.
 */
import { evaluate } from 'scale-schedule'
import { exportSchedule, importSchedule } from 'scale-schedule/frameworks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFirefox } from '../../scripts/browsers.mjs'
import { type FirefoxPage, startFirefox } from './firefox.js'

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  let page: FirefoxPage
  beforeAll(async () => {
    page = await startFirefox()
    await page.go()
  })
  afterAll(() => page?.close())

  const soon = { timeout: 30_000 }
  const textOf = (selector: string) => page.evaluate((found) => document.querySelector(found)?.textContent, selector)

  test('a schedule of optax is read, shown, and written for torch', async () => {
    await expect.poll(() => textOf('.take textarea'), soon).toBe('')
    const source = {
      fn: 'optax.warmup_cosine_decay_schedule',
      kwargs: { init_value: 0, peak_value: 0.25, warmup_steps: 10, decay_steps: 100 },
    }
    await page.evaluate((text) => {
      const area = document.querySelector<HTMLTextAreaElement>('.take textarea')!
      area.value = text
      area.dispatchEvent(new Event('input', { bubbles: true }))
      const buttons = Array.from(document.querySelectorAll<HTMLButtonElement>('.take details button'))
      buttons.find(({ textContent }) => textContent === 'Read')!.click()
    }, JSON.stringify(source))
    await expect.poll(() => textOf('.told'), soon).toContain('Read pasted text as optax')
    const { scheduler, run, baseLr } = importSchedule({ library: 'optax', source })
    const [lr] = evaluate(scheduler, run, { from: 33, count: 1, baseLr })
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('#go-to')!
      field.value = '33'
      field.dispatchEvent(new Event('change'))
    })
    await expect.poll(async () => Number(await textOf('[data-name="lr"]')), soon).toBe(lr)
    await page.evaluate(() => {
      const tabs = Array.from(document.querySelectorAll<HTMLButtonElement>('[role=tab]'))
      tabs.find(({ textContent }) => textContent === 'PyTorch')!.click()
    })
    await expect
      .poll(() => textOf('#code'), soon)
      .toBe(exportSchedule(scheduler, run, { to: 'torch', baseLr, name: 'optax' }))
  })
})
