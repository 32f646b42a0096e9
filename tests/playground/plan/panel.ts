/**
 * The plan panel in the tests: opened, and read.
 */
import type { Locator, Page } from 'playwright'
import { type Playground, settled, whole } from '../page.js'

/** The page with all of it there, and one part of the panel open. */
export async function openPart(playground: Playground, title: string, hash = '', options = {}): Promise<Page> {
  const page = await playground.open(hash, options)
  await settled(page)
  await whole(page)
  await partOf(page, title).locator('summary').click()
  return page
}

/** A part by the beginning of its line. */
export const partOf = (page: Page, title: string): Locator =>
  page.locator('details.plan-part').filter({ has: page.locator('summary', { hasText: title }) })

/** The words that a part tells. */
export const wordsOf = (page: Page, title: string): Promise<string[]> =>
  partOf(page, title).locator('.sayings p').allTextContents()
