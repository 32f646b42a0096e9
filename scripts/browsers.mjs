// The browsers that tests run in: `node scripts/browsers.mjs` installs Debian's packages of those that are missing.
// Ends with 1 when there is no Chromium after that; Firefox is used where it can be had.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { install } from './debian.mjs'

const MAC = '/Applications'
const WINDOWS = process.env.PROGRAMFILES ?? ''
const CHROMIUM = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  path.join(MAC, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
  path.join(WINDOWS, 'Google/Chrome/Application/chrome.exe'),
]
const FIREFOX = [
  ...['firefox-esr', 'firefox'],
  path.join(MAC, 'Firefox.app/Contents/MacOS/firefox'),
  path.join(WINDOWS, 'Mozilla Firefox/firefox.exe'),
]

/** Where Chromium is: what the variable CHROMIUM names, else what is installed; undefined for none. */
export const findChromium = () => find(process.env.CHROMIUM, CHROMIUM)

/** Where Firefox is, or what the variable FIREFOX names. */
export const findFirefox = () => find(process.env.FIREFOX, FIREFOX)

/** How Chromium is started: for root, it refuses to start with its sandbox. */
export const CHROMIUM_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : []

function find(given, names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const places = names.flatMap((name) => (path.isAbsolute(name) ? name : folders.map((at) => path.join(at, name))))
  return [given, ...places].find((file) => file && existsSync(file))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, found] of [
    ['chromium', findChromium],
    ['firefox-esr', findFirefox],
  ]) {
    const problem = found() === undefined ? install(name) : undefined
    console.log(
      problem === undefined ? `${name} is ${found()}` : `The browser tests run in ${name}; found none, and ${problem}`,
    )
  }
  process.exit(findChromium() === undefined ? 1 : 0)
}
