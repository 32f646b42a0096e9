// Renews the pictures of the playground in docs/playground: at four sizes, light and dark.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { buildPlayground, servePlayground } from './playground.mjs'

const FOLDER = fileURLToPath(new URL('../docs/playground', import.meta.url))
const SIZES = [
  [1440, 900],
  [1024, 768],
  [768, 1024],
  [360, 740],
]
const PICTURES = SIZES.flatMap(([width, height]) =>
  ['light', 'dark'].map((colorScheme) => ({
    name: `${width}-${colorScheme}`,
    colorScheme,
    viewport: { width, height },
    ...(width < 800 ? { deviceScaleFactor: width < 400 ? 2 : 1, isMobile: true, hasTouch: true } : {}),
  })),
)

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
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) })
  await page.close()
}
await browser.close()
await close()
