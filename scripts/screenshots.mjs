// Renews the pictures of the playground in docs/: light, dark, and as a phone shows it.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { buildPlayground, servePlayground } from './playground.mjs'

const DOCS = fileURLToPath(new URL('../docs', import.meta.url))
const PICTURES = [
  { name: 'playground-light', colorScheme: 'light', viewport: { width: 1360, height: 940 } },
  { name: 'playground-dark', colorScheme: 'dark', viewport: { width: 1360, height: 940 } },
  {
    name: 'playground-phone',
    colorScheme: 'light',
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
]

ensureDependencies()
if (!(await buildPlayground())) process.exit(1)
// Loaded only now: on a fresh clone it has just been installed.
const { chromium } = await import('playwright')
const { url, close } = await servePlayground()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const { name, ...options } of PICTURES) {
  const page = await browser.newPage(options)
  await page.goto(url)
  const settled = () => page.waitForSelector('#chart[data-ready=true]')
  await settled()
  // Two schedules side by side: MPT-7B as it is trained, and half of it with a product.
  await page.getByText('Save a copy').click()
  await page.getByLabel('Name of the schedule').nth(1).fill('Half, with a step')
  await page.getByLabel('Add a scheduler').selectOption({ label: 'Multi-step' })
  const step = page.locator('[data-factor="1"]')
  await step.getByLabel('milestones', { exact: true }).fill('0.8dur')
  await step.getByLabel('gamma', { exact: true }).fill('0.5')
  await page.locator('.ratio').fill('0.5')
  await page.locator('#go-to').fill('20000')
  await page.locator('#go-to').press('Enter')
  await page.locator('#go-to').blur()
  await settled()
  await page.evaluate(() => {
    document.querySelector('#status').textContent = ''
    scrollTo(0, 0)
  })
  await page.mouse.move(2, 2)
  await page.waitForTimeout(400)
  await page.screenshot({ path: path.join(DOCS, `${name}.png`) })
  await page.close()
}
await browser.close()
await close()
