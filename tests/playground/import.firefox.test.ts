/**
 * Texts of other libraries in stock Firefox: read and written by the worker of texts.
 */
import { evaluate } from 'scale-schedule'
import { exportSchedule, importSchedule } from 'scale-schedule/frameworks'
import { beforeAll, expect, test } from 'vitest'
import { inFirefox, SOON } from './firefox.js'

inFirefox((page) => {
  beforeAll(async () => {
    await page.go()
  })

  test('a schedule of optax is read, shown, and written for torch', async () => {
    await expect.poll(() => page.textOf('.take textarea'), SOON).toBe('')
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
    await expect.poll(() => page.textOf('.told'), SOON).toContain('Read pasted text as optax')
    const { scheduler, run, baseLr } = importSchedule({ library: 'optax', source })
    const [lr] = evaluate(scheduler, run, { from: 33, count: 1, baseLr })
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('#go-to')!
      field.value = '33'
      field.dispatchEvent(new Event('change'))
    })
    await expect.poll(async () => Number(await page.textOf('[data-name="lr"]')), SOON).toBe(lr)
    await page.evaluate(() => {
      const tabs = Array.from(document.querySelectorAll<HTMLButtonElement>('[role=tab]'))
      tabs.find(({ textContent }) => textContent === 'PyTorch')!.click()
    })
    await expect
      .poll(() => page.textOf('#code'), SOON)
      .toBe(exportSchedule(scheduler, run, { to: 'torch', baseLr, name: 'optax' }))
  })
})
