/**
 * The keyboard in stock Firefox: Tab reaches what is used, the cursor and the handles are moved by keys.
 */
import { beforeAll, expect, test } from 'vitest'
import { inFirefox, SOON } from './firefox.js'

inFirefox((page) => {
  beforeAll(async () => {
    await page.go()
  })

  /** What has the focus, by its name. */
  const focused = () =>
    page.evaluate(() => {
      const found = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> | null }
      return (found.getAttribute('aria-label') ?? found.labels?.[0]?.textContent ?? found.textContent ?? '').trim()
    })
  const batch = () => page.evaluate(() => document.querySelector<HTMLInputElement>('#go-to')!.value)
  const CURSOR = '#chart'

  test('Tab reaches the ratio, the chart and the options before the code, and Shift with it goes back', async () => {
    await expect.poll(page.ready, SOON).toBe('true')
    const seen: string[] = []
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    for (let presses = 0; presses < 150 && !seen.includes('TypeScript'); presses++) {
      await page.press('Tab')
      seen.push(await focused())
    }
    const at = (name: string | RegExp) =>
      seen.findIndex((one) => (typeof name === 'string' ? one === name : name.test(one)))
    const code = at('TypeScript')
    expect(code).toBeGreaterThan(0)
    for (const name of [
      'Cursor on the chart, in batches',
      'batch',
      'max_duration',
      'lr',
      't_warmup',
      'alpha_f',
      /ratio|SSR/i,
    ]) {
      expect([name, at(name) >= 0 && at(name) < code]).toEqual([name, true])
    }
    await page.press('Shift', 'Tab')
    expect(await focused()).toBe(seen.at(-2))
  })

  test('arrows move the cursor, Home and End go to the ends, and its value is told', async () => {
    await page.focus(CURSOR)
    await page.press('Home')
    await expect.poll(batch, SOON).toBe('0')
    await page.press('ArrowRight')
    await expect.poll(batch, SOON).not.toBe('0')
    await page.press('End')
    const last = await page.evaluate((found) => document.querySelector(found)!.getAttribute('aria-valuemax'), CURSOR)
    await expect.poll(batch, SOON).toBe(Number(last).toLocaleString('en-US'))
    await expect
      .poll(() => page.evaluate((found) => document.querySelector(found)!.getAttribute('aria-valuetext'), CURSOR), SOON)
      .toContain(`batch ${Number(last).toLocaleString('en-US')},`)
  })

  test('a handle is taken hold of, moved and let go, and undone', async () => {
    const option = () =>
      page.evaluate(() => {
        const labels = Array.from(document.querySelectorAll('label'))
        const found = labels.find(({ textContent }) => textContent?.trim() === 't_warmup')
        return (found!.control as HTMLInputElement).value
      })
    const before = await option()
    await page.focus(CURSOR)
    await page.press('Tab')
    await expect.poll(focused, SOON).toMatch(/t_warmup/)
    await page.press('Enter')
    await page.press('ArrowRight')
    await page.press('Enter')
    await expect.poll(option, SOON).not.toBe(before)
    await page.press('Control', 'z')
    await expect.poll(option, SOON).toBe(before)
  })
})
