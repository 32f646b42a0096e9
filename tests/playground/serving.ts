/**
 * The built page, served below a path of its own by a server that can fail, change and go away.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { inject } from 'vitest'

const FOLDER = '/tools/schedules/'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

/** A server of the page. */
export interface Serving {
  readonly url: string
  /** The names of the files that were asked for. */
  readonly asked: string[]
  /** What is sent in place of a file; a number is a status, null the file itself. */
  answer: (name: string) => string | number | null
  /** What is sent with every file. */
  headers: Readonly<Record<string, string>>
  /** Ends it at once. */
  close(): Promise<void>
}

/** Serves the page. */
export async function serve(): Promise<Serving> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    const name = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) || 'index.html' : null
    if (name === null) return void response.writeHead(404).end()
    serving.asked.push(name)
    const answer = serving.answer(name)
    if (typeof answer === 'number') return void response.writeHead(answer).end()
    try {
      const bytes = answer ?? readFileSync(path.join(inject('page').built, name))
      response
        .writeHead(200, { ...serving.headers, 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' })
        .end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const serving: Serving = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`,
    asked: [],
    answer: () => null,
    headers: {},
    close: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
  return serving
}
