/**
 * Processes that tests of many machines start: the command line and the services, all ended at the end of a file.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket, connect as tcpConnect } from 'node:net'
import path from 'node:path'
import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'
import { python, redis } from '../../scripts/services.mjs'
import { DIST } from '../helpers/dist.js'

const running = new Set<ChildProcess>()
const servers = new Set<Server>()

afterAll(async () => {
  for (const server of servers) server.close()
  await Promise.all([...running].map((child) => kill(child)))
})

/** A process of the test, which ends with it. */
export function launch(command: string, args: readonly string[], options: object = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

/** Ends a process at once. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

/** A command line that runs, and what it has said so far. */
export interface Command {
  readonly child: ChildProcess
  readonly said: { stdout: string; stderr: string }
  /** Its end. */
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>
}

/** Starts the built command line. */
export function command(args: readonly string[], env: Record<string, string> = {}, cwd?: string): Command {
  const child = launch(process.execPath, [path.join(DIST, 'cli/main.js'), ...args], {
    cwd,
    env: { ...process.env, ...env },
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }))
  return { child, said, ended }
}

/** Runs it to its end. */
export const run = (args: readonly string[], env?: Record<string, string>, cwd?: string) =>
  command(args, env, cwd).ended

/** Waits until something holds, however long it takes: the test has a limit of its own. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limit = 90_000): Promise<void> {
  for (const started = performance.now(); !(await holds()); await sleep(25)) {
    if (performance.now() - started > limit) throw new Error(`It never came to this: ${what}`)
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = tcpConnect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

/** A service on a port of the loopback. */
export interface Service {
  readonly port: number
  stop(signal?: NodeJS.Signals): Promise<void>
  /** On the same port. */
  start(): Promise<void>
}

async function service(command: string, args: (port: number) => readonly string[]): Promise<Service> {
  const port = await freePort()
  let child: ChildProcess
  const start = async () => {
    child = launch(command, args(port), { stdio: 'ignore' })
    await until(`${command} listens`, () => {
      if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`)
      return answers(port)
    })
  }
  await start()
  return { port, start, stop: (signal) => kill(child, signal) }
}

/** Redis with an append-only file in a folder, and further settings. */
export const startRedis = (folder: string, settings: readonly string[] = []): Promise<Service> =>
  service(redis(), (port) => [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'],
    ...settings,
  ])

/** An S3 server, which keeps all in memory. */
export const startS3 = (): Promise<Service> =>
  service(python(), (port) => ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)])

/** A proxy in front of a service, which delays what comes through it or cuts all connections. */
export interface Line {
  readonly port: number
  /** Milliseconds before each piece of an answer. */
  delay: number
  /** Cuts what there is, and refuses what comes. */
  cut(): void
  mend(): void
}

export async function startProxy(target: () => number): Promise<Line> {
  const open = new Set<Socket>()
  let isCut = false
  const proxy = {
    port: 0,
    delay: 0,
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend() {
      isCut = false
    },
  }
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = tcpConnect(target(), '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => open.delete(from))
    }
    near.pipe(far)
    const slowly = new Transform({
      transform: (piece, _, done) => void setTimeout(() => done(null, piece), proxy.delay),
    })
    far.pipe(slowly).pipe(near)
    near.on('close', () => far.destroy())
    return undefined
  })
  servers.add(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.port = (server.address() as AddressInfo).port
  return proxy
}
