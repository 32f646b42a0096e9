/**
 * Pages without any tool: modules as they are installed, in Chromium, in a worker, under a strict policy.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, closeBrowser, firstLineOf } from './browser.js'
import { PROJECT, page, write } from './project.js'
import { program, prove } from './proof.js'
import { serve } from './server.js'

const PACKAGE = '/node_modules/scale-schedule/dist'
const MAP = `<script type="importmap">{ "imports": { "scale-schedule": "${PACKAGE}/index.js" } }</script>`
const INIT = `await init({ module_or_path: new URL('${PACKAGE}/wasm/core_bg.wasm', location.href) })`
const STRICT = "default-src 'none'; script-src 'self'"
const WASM = `${STRICT} 'wasm-unsafe-eval'`

const servers: { close(): void }[] = []
afterAll(async () => {
  for (const server of servers) server.close()
  await closeBrowser()
})

/** What a page of the project prints, served under a policy. */
async function visit(where: string, policy?: string): Promise<string> {
  const server = await serve(PROJECT, policy === undefined ? {} : { 'content-security-policy': policy })
  servers.push(server)
  return firstLineOf(`${server.address}/${where}`)
}

describe.skipIf(CHROMIUM === undefined)('a page', () => {
  beforeAll(async () => {
    await write('pages', {
      'plain.html': page('plain.js', MAP),
      'plain.js': program(),
      'worker.html': page('worker-page.js'),
      'worker-page.js': `const worker = new Worker('worker.js', { type: 'module' })
        worker.onmessage = ({ data }) => console.log(data)
        worker.onerror = ({ message }) => console.log(message)`,
      'worker.js': program(`${PACKAGE}/index.js`).replace('console.log', 'postMessage'),
      'init.html': page('init.js'),
      'init.js': program(`${PACKAGE}/entries/wasm.js`, INIT, 'init'),
      'strict.html': page('strict.js'),
      'strict.js': program(`${PACKAGE}/index.js`),
      'refused.html': page('refused.js'),
      'refused.js': `import { LinearScheduler, SchedulerError, TrainingRun } from '${PACKAGE}/index.js'
        try { new LinearScheduler().resolve(new TrainingRun({ maxDuration: '4ba' })) }
        catch (error) { console.log(SchedulerError.is(error), error.code, error.message, error.cause.name) }`,
    })
  })

  test('imports the package through an import map', async () => prove(await visit('pages/plain.html')))

  test('computes in a module worker', async () => prove(await visit('pages/worker.html')))

  test('loads ./wasm with init from a URL', async () => prove(await visit('pages/init.html')))

  test('needs no more than wasm-unsafe-eval of a Content-Security-Policy', async () => {
    prove(await visit('pages/strict.html', WASM))
    prove(await visit('pages/init.html', `${WASM}; connect-src 'self'`))
  })

  test('without wasm-unsafe-eval, gets an error that says so', async () => {
    const line = await visit('pages/refused.html', STRICT)
    expect(line).toMatch(/^true wasm-load The WebAssembly must be loaded; found CompileError: .* CompileError$/)
    expect(line).toContain("Under a Content-Security-Policy, allow 'wasm-unsafe-eval' in script-src.")
  })
})
