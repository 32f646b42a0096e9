/**
 * Metrics for Prometheus and a health endpoint, on one port.
 */
import { createServer, type Server } from 'node:http'
import { SweepError } from '../sweep/errors.js'

/** What a metrics endpoint asks when it is asked. */
export interface Asked {
  isReady(): boolean
  /** How many jobs wait, run and are delayed, in the queue of this version. */
  depth(): Promise<Record<string, number>>
  /** Of a driver: how many parts its run has, and how many are done. */
  progress?(): { readonly parts: number; readonly done: number; readonly failed: number }
}

/** Counts what a process does. */
export interface Metrics {
  done(values: number, seconds: number): void
  failed(): void
  stalled(): void
  /** Answers on the port; the returned function ends it. */
  serve(asked: Asked): () => void
}

/** Where metrics are served. */
export interface MetricsAddress {
  readonly host: string
  readonly port: number
}

/** The name of all metrics. */
const NAME = 'scale_schedule_'

/**
 * Opens metrics and their port.
 *
 * @throws SweepError 'queue-io' where the port can't be listened on
 */
export async function openMetrics({ host, port }: MetricsAddress): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry } = (await import('prom-client')).default
  const registry = new Registry()
  const registers = [registry]
  const counter = (name: string, help: string) => new Counter({ name: `${NAME}${name}`, help, registers })
  const parts = counter('parts_done_total', 'Parts that this process has made')
  const values = counter('values_total', 'Rows of the parts that this process has made')
  const failed = counter('parts_failed_total', 'Parts that failed for a reason of their own, after all attempts')
  const stalled = counter(
    'parts_stalled_total',
    'Parts that this process took over from workers that died or stood still',
  )
  const seconds = new Histogram({
    name: `${NAME}part_seconds`,
    help: 'How long parts take, to their commit',
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100],
    registers,
  })
  const depth = new Gauge({
    name: `${NAME}queue_depth`,
    help: 'Jobs in the queue of this version',
    labelNames: ['state'],
    registers,
  })
  const ofRun = new Gauge({
    name: `${NAME}run_parts`,
    help: "Parts of this driver's run",
    labelNames: ['state'],
    registers,
  })
  let asked: Asked | undefined
  const server: Server = createServer(async (request, response) => {
    const answer = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type }).end(text)
    const path = request.url?.replace(/\?.*/, '')
    if (path === '/health') {
      const isReady = asked?.isReady() ?? false
      return answer(
        isReady ? 200 : 503,
        'application/json',
        `${JSON.stringify({ status: isReady ? 'ok' : 'redis-away' })}\n`,
      )
    }
    if (path !== '/metrics') return answer(404, 'text/plain', 'There are /metrics and /health.\n')
    try {
      if (asked?.isReady()) {
        for (const [state, count] of Object.entries(await asked.depth())) depth.set({ state }, count)
      }
      const progress = asked?.progress?.()
      for (const [state, count] of Object.entries(progress ?? {})) ofRun.set({ state }, count)
      return answer(200, registry.contentType, await registry.metrics())
    } catch (error) {
      return answer(500, 'text/plain', `${(error as Error).message}\n`)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new SweepError('queue-io', `Cannot serve metrics on ${host}:${port}: ${error.message}. Choose another port.`, {
          cause: error,
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
  // Nobody who asks keeps the process alive.
  server.unref()
  return {
    done(rows, duration) {
      parts.inc()
      values.inc(rows)
      seconds.observe(duration)
    },
    failed: () => failed.inc(),
    stalled: () => stalled.inc(),
    serve(one) {
      asked = one
      return () => {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}
