/**
 * The least that a web server does: files of a folder, each with its type, and headers that a test gives.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** A server of `folder`: its address, and what closes it. */
export async function serve(folder: string, headers: Readonly<Record<string, string>> = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    try {
      const body = await readFile(path.join(folder, pathname))
      response.writeHead(200, { 'content-type': TYPES[path.extname(pathname)] ?? 'text/plain', ...headers }).end(body)
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}`, close: () => void server.close() }
}
