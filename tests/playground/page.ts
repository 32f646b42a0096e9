/**
 * The built page in Chromium, driven by playwright.
 */
import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { inject } from 'vitest'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browsers.mjs'

/** A link to MPT-7B as it was trained, by which most tests begin. */
export const MPT_7B = `#v1.${deflateRawSync(
  JSON.stringify([0, 0, 0, 0, [['MPT-7B', 1, 0, ['63900ba', 0, '1024', '2048', '1.2e-4'], [[11, 0, 0, '0.1', 0]]]]]),
).toString('base64url')}`

/** A served page and the browser for it. */
export interface Playground {
  readonly url: string
  readonly browser: Browser
  /** Opens a link to the page, by default to MPT-7B; problems of the page itself fail the test. */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** Opens a browser for the page. */
export async function startPlayground(): Promise<Playground> {
  const { url } = inject('page')
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS })
  return {
    url,
    browser,
    open: async (hash = '', options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(`${url}${hash === '' ? MPT_7B : hash}`)
      return page
    },
    close: () => browser.close(),
  }
}

/** Waits until all of the page is there, so that it needs the network no more. */
export const whole = (page: Page) => page.waitForSelector('html[data-whole=true]', { state: 'attached' })

/** Waits until the curve is that of the fields. */
export async function settled(page: Page): Promise<void> {
  // A change is asked for in the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await page.waitForSelector('#chart[data-ready=true]')
}

/** The bytes of a file that a button saves. */
export async function download(page: Page, label: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: label, exact: true }).click()
  return readFileSync(await (await waiting).path())
}

/** Adds a preset. */
export async function choosePreset(page: Page, name: string): Promise<void> {
  await page.getByLabel('Start from a known run').selectOption({ label: name })
  await settled(page)
}

/** Starts from a preset, without what stood there. */
export async function startFrom(page: Page, name: string): Promise<void> {
  await choosePreset(page, name)
  await keepLatest(page)
}

/** Removes what stands before the schedule that was added last. */
export async function keepLatest(page: Page): Promise<void> {
  const first = page.locator('.schedules li').first()
  while (await first.evaluate((entry) => !entry.classList.contains('active'))) {
    await first.getByRole('button', { name: /^Remove / }).click()
  }
  await settled(page)
}

/** What the readout says at a batch, as numbers where they are some. */
export async function readAt(page: Page, batch: number): Promise<Record<string, number | string>> {
  const field = page.locator('#go-to')
  await field.fill(String(batch))
  await field.press('Enter')
  await field.blur()
  await page.waitForFunction((wanted) => {
    const chart = document.querySelector('#chart')!
    return chart.getAttribute('aria-valuetext')?.startsWith(`batch ${wanted.toLocaleString('en')},`)
  }, batch)
  return readout(page)
}

/** What the readout says now. */
export async function readout(page: Page): Promise<Record<string, number | string>> {
  const pairs = await page.locator('.cells .cell').evaluateAll((cells) =>
    cells.map((cell) => {
      const text = cell.querySelector('dd')!.textContent!
      const value = Number(text.replaceAll(',', ''))
      return [cell.querySelector('dt')!.textContent!, Number.isNaN(value) ? text : value] as const
    }),
  )
  return Object.fromEntries(pairs)
}
