/**
 * Stock Firefox as a browser of vitest's: started without a window on the page of the tests, which reports by itself.
 * Playwright drives only a Firefox of its own making, which no package registry has.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineBrowserProvider } from '@vitest/browser'
import type { BrowserProvider } from 'vitest/node'

/** No first-run pages, no updates, no reports: nothing but the tests' page. */
const PREFERENCES: Readonly<Record<string, unknown>> = {
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
}

/** A provider that runs the program `file`. */
export function firefox(file: string) {
  return defineBrowserProvider({ name: 'stock-firefox', providerFactory: () => provider(file) })
}

function provider(file: string): BrowserProvider {
  const profile = mkdtempSync(path.join(tmpdir(), 'scale-schedule-firefox-'))
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
  writeFileSync(path.join(profile, 'user.js'), lines.join(''))
  let running: ChildProcess | undefined
  const end = () =>
    new Promise<void>((resolve) => {
      if (running === undefined || running.exitCode !== null) return resolve()
      running.once('exit', () => resolve())
      running.kill()
    })
  return {
    name: 'stock-firefox',
    supportsParallelism: false,
    getCommandsContext: () => ({}),
    async openPage(_, url) {
      await end()
      running = spawn(file, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' })
      await once(running, 'spawn')
    },
    async close() {
      await end()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
