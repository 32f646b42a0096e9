/**
 * Where parts are computed: in worker threads of this machine, or in this thread.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ScaleScheduleError } from '../../errors/base.js'
import type { SweepPlan } from '../plan/plan.js'
import { computeParts, type Encoders, type PartBytes } from './part.js'
import { fromPosted } from './posted.js'

/** Computes parts of a plan. */
export interface Pool {
  /** How many groups of parts it computes at a time. */
  readonly size: number
  /** The bytes of parts that are computed together, by their indexes. */
  compute(indexes: readonly number[]): Promise<PartBytes[]>
  /** Ends it; what is being computed is given up. */
  close(): Promise<void>
}

/** This thread; for small sweeps, and where there are no others. */
export function inThisThread(plan: SweepPlan, encoders: Encoders): Pool {
  return {
    size: 1,
    compute: (indexes) => computeParts(plan, indexes, encoders),
    close: async () => {},
  }
}

/**
 * As many worker threads, each with its own instance of the core. One that dies fails only what it computes; one that
 * can't be started fails all, as it would be started again and again.
 */
export async function inThreads(plan: SweepPlan, workers: number): Promise<Pool> {
  const { Piscina } = await import('piscina')
  const piscina = new Piscina({
    filename: workerFile(),
    minThreads: workers,
    maxThreads: workers,
    workerData: plan.toJSON(),
    // Encoders leave much behind; a small nursery lets go of it a hundred megabytes sooner for each two threads.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  const waiting = new Set<(error: unknown) => void>()
  piscina.on('error', (error) => {
    for (const fail of waiting) fail(error)
  })
  const compute = (indexes: readonly number[]) =>
    new Promise<PartBytes[]>((resolve, reject) => {
      waiting.add(reject)
      const done = () => waiting.delete(reject)
      piscina.run(indexes).finally(done).then(resolve, reject)
    })
  return {
    size: workers,
    compute: (indexes) => compute(indexes).catch(fromThread),
    close: () => piscina.destroy(),
  }
}

/**
 * Throws the error of a thread. One that can't even start posts an error of the system as it is, which then has its code in
 * the message only.
 */
function fromThread(posted: unknown): never {
  const error = fromPosted(posted)
  if (!(error instanceof Error) || ScaleScheduleError.is(error)) throw error
  const [, code, last] = /^(E[A-Z0-9]+): |: (E[A-Z0-9]+)$/.exec(error.message) ?? []
  throw (code ?? last) ? Object.assign(error, { code: code ?? last }) : error
}

/** The worker's file: where the build puts it, or beside this one. */
function workerFile(): string {
  const places = ['../sweep/run/worker.js', './worker.js'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  return places.find((place) => existsSync(place)) ?? places[1]!
}
