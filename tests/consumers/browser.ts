/**
 * Pages in a real Chromium: what a page printed first, or the error that ended it.
 */
import { type Browser, chromium } from 'playwright'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browsers.mjs'

/** Where Chromium is; tests of pages are skipped without one, and `npm test` says so. */
export const CHROMIUM = findChromium()

let browser: Promise<Browser> | undefined

/** What the page at an address prints first; an exception of the page's that nobody catches counts too. */
export async function firstLineOf(address: string): Promise<string> {
  browser ??= chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_ARGS })
  const page = await (await browser).newPage()
  try {
    const line = new Promise<string>((resolve, reject) => {
      // What the browser itself says, such as that it has no favicon, comes without a text of the program's.
      page.on('console', (message) => message.type() === 'log' && resolve(message.text()))
      page.on('pageerror', (error) => resolve(`${error.name}: ${error.message}`))
      setTimeout(() => reject(new Error(`${address} printed nothing within 30 s`)), 30_000).unref()
    })
    await page.goto(address)
    return await line
  } finally {
    await page.close()
  }
}

/** Ends the browser, if it was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
}
