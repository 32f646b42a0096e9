/**
 * The built page in stock Firefox, driven by WebDriver BiDi. Playwright's own driver asks for commands that releases with
 * long support don't have.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { WebSocket } from 'ws'
import { findFirefox } from '../../scripts/browsers.mjs'

/** A Firefox on the page. */
export interface FirefoxPage {
  /** Opens an address within the page's. */
  go(hash?: string): Promise<void>
  /** What a function returns in the page; its arguments and its value are values of JSON. */
  evaluate<A extends readonly unknown[], T>(work: (...args: A) => T, ...args: A): Promise<Awaited<T>>
  /** The text of what a selector finds. */
  textOf(selector: string): Promise<string | null | undefined>
  /** 'true' once the curve of the schedule is there. */
  ready(): Promise<string | undefined>
  /** Gives the focus to what a selector finds. */
  focus(selector: string): Promise<void>
  /** Presses keys together, as a person does, the last one last: names of the DOM, or a letter. */
  press(...keys: readonly string[]): Promise<void>
  /** The folder in which files are saved. */
  readonly downloads: string
  close(): Promise<void>
}

// How WebDriver writes keys that are no letters.
const KEYS: Readonly<Record<string, string>> = {
  Control: '\uE009',
  Alt: '\uE00A',
  Shift: '\uE008',
  Delete: '\uE017',
  Enter: '\uE007',
  Tab: '\uE004',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Home: '\uE011',
  End: '\uE010',
  Escape: '\uE00C',
}

type Answer = { id?: number; type: string; message?: string; error?: string; result?: Record<string, unknown> }

/** How long what happens soon may take on a busy machine. */
export const SOON = { timeout: 30_000 }

/** Tests of the page in one Firefox. */
export function inFirefox(tests: (page: FirefoxPage) => void): void {
  describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
    const page = {} as FirefoxPage
    beforeAll(async () => {
      Object.assign(page, await startFirefox())
    })
    afterAll(() => page.close?.())
    tests(page)
  })
}

/** Starts Firefox without a window. */
async function startFirefox(): Promise<FirefoxPage> {
  const profile = mkdtempSync(path.join(tmpdir(), 'scale-schedule-bidi-'))
  const downloads = path.join(profile, 'downloads')
  mkdirSync(downloads)
  const settings = {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false,
  }
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
  writeFileSync(path.join(profile, 'user.js'), lines.join(''))
  const running = spawn(
    findFirefox()!,
    ['--headless', '--no-remote', '--remote-debugging-port', '0', '--profile', profile],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const end = async () => {
    if (running.exitCode === null) {
      const exited = once(running, 'exit')
      running.kill()
      await exited
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  const socket = new WebSocket(`${await addressOf(running)}/session`)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  let last = 0
  const send = async (method: string, params: object): Promise<Record<string, unknown>> => {
    const id = ++last
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const { type, error, message, result } = await answered
    waiting.delete(id)
    if (type === 'error') throw new Error(`${method}: ${error} ${message}`)
    return result!
  }
  await send('session.new', { capabilities: {} })
  const { context } = await send('browsingContext.create', { type: 'tab' })
  const evaluate: FirefoxPage['evaluate'] = async (work, ...args) => {
    const expression = `Promise.resolve((${work})(...${JSON.stringify(args)})).then((found) => JSON.stringify(found) ?? 'null')`
    const answer = await send('script.evaluate', { expression, target: { context }, awaitPromise: true })
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.exceptionDetails))
    return JSON.parse((answer.result as { value: string }).value)
  }
  return {
    go: async (hash = '') => {
      await send('browsingContext.navigate', { context, url: 'about:blank', wait: 'complete' })
      await send('browsingContext.navigate', { context, url: `${inject('page').url}${hash}`, wait: 'complete' })
    },
    evaluate,
    textOf: (selector) => evaluate((found) => document.querySelector(found)?.textContent, selector),
    ready: () => evaluate(() => document.querySelector<HTMLElement>('#chart')?.dataset.ready),
    focus: (selector) => evaluate((found) => document.querySelector<HTMLElement>(found)!.focus(), selector),
    press: async (...keys) => {
      const values = keys.map((key) => KEYS[key] ?? key)
      const actions = [
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...[...values].reverse().map((value) => ({ type: 'keyUp', value })),
      ]
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] })
    },
    downloads,
    close: async () => {
      socket.close()
      await end()
    },
  }
}

/** Where it listens, which it tells once it does. */
function addressOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = ''
    stderr!.on('data', (data) => {
      told += data
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(told)
      if (found !== null) resolve(found[1]!)
    })
    stderr!.on('end', () => reject(new Error(`Firefox listens to WebDriver BiDi; found that it ended: ${told}`)))
  })
}
