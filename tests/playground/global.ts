/**
 * What the tests of the page share in a run: the page as users get it, built into a folder of its own and served.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { build, preview } from 'vite'
import type { TestProject } from 'vitest/node'
import { ROOT } from '../helpers/examples.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page is served, and the folder that it was built into. */
    page: { url: string; built: string }
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const built = path.join(ROOT, `.build/playground-test-${process.pid}`)
  process.env.SCALE_SCHEDULE_PLAYGROUND = built
  const configFile = path.join(ROOT, 'vite.playground.config.ts')
  // The tests' own mode would build a page for development.
  await build({ configFile, mode: 'production', logLevel: 'error' })
  const server = await preview({ configFile, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } })
  const address = server.httpServer.address()
  provide('page', { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`, built })
  return async () => {
    await server.close()
    rmSync(built, { recursive: true, force: true })
  }
}
