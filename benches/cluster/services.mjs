// What the benches of many machines start: Redis, an S3 server, the command line, and a count of what goes over the wire.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttp, request } from 'node:http'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { python, redis } from '../../scripts/services.mjs'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const running = new Set()

/** Ends all that was started. */
export const stopAll = () =>
  Promise.all(
    [...running].map((child) => {
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      return closed
    }),
  )

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options })
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

async function listens(port) {
  while (!(await answers(port))) await sleep(50)
}

/** A Redis with an append-only file in a folder; its port. */
export async function startRedis(folder) {
  const port = await freePort()
  start(redis(), ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''])
  await listens(port)
  return port
}

/** An S3 server behind a count of requests by method. */
export async function startS3() {
  const port = await freePort()
  start(python(), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)])
  await listens(port)
  const counts = {}
  const front = createHttp((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const kind = url.includes('list-type') ? 'LIST' : method
    counts[kind] = (counts[kind] ?? 0) + 1
    const forwarded = request({ port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.destroy())
    incoming.pipe(forwarded)
  })
  front.listen(0, '127.0.0.1').unref()
  await once(front, 'listening')
  const endpoint = `http://127.0.0.1:${front.address().port}`
  await fetch(`${endpoint}/sweeps`, { method: 'PUT' })
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'k',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'us-east-1',
  }
  return { env, counts }
}

/** The command line; with the most memory that it had, in MB, on Linux. */
export function scaleSchedule(args, env = {}) {
  const child = start(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  })
  let peak = 0
  const timer = setInterval(async () => {
    const { readFile } = await import('node:fs/promises')
    const text = await readFile(path.join('/proc', String(child.pid), 'status'), 'utf8').catch(() => '')
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024)
  }, 200)
  const ended = once(child, 'close').then(([code]) => {
    clearInterval(timer)
    return { code, peak }
  })
  return { child, ended }
}
