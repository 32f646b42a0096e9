/**
 * The built page in Chromium: built into a folder of its own, served by vite's preview, driven by playwright.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { build, preview } from 'vite'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browsers.mjs'
import { ROOT } from '../helpers/examples.js'

/** Where the page was built. */
export const BUILT = path.join(ROOT, `.build/playground-test-${process.pid}`)

/** A served page and the browser for it. */
export interface Playground {
  readonly url: string
  readonly browser: Browser
  /** Opens the page, and waits for its first curve; problems of the page itself fail the test. */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

/** Builds and serves the page. */
export async function startPlayground(): Promise<Playground> {
  process.env.SCALE_SCHEDULE_PLAYGROUND = BUILT
  const configFile = path.join(ROOT, 'vite.playground.config.ts')
  // The tests' own mode would build a page for development.
  await build({ configFile, mode: 'production', logLevel: 'error' })
  const server = await preview({ configFile, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } })
  const address = server.httpServer.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS })
  return {
    url,
    browser,
    open: async (hash = '', options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(`${url}${hash}`)
      return page
    },
    close: async () => {
      await browser.close()
      await server.close()
      rmSync(BUILT, { recursive: true, force: true })
    },
  }
}

/** Waits until the curve is that of the fields. */
export async function settled(page: Page): Promise<void> {
  // A change is asked for in the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await page.waitForSelector('#chart[data-ready=true]')
}

/** Starts from a preset. */
export async function choosePreset(page: Page, name: string): Promise<void> {
  await page.getByLabel('Start from a known run').selectOption({ label: name })
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
