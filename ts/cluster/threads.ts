/**
 * The threads of a worker, each with an instance of the core of its own.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromPosted } from '../sweep/run/posted.js'
import type { Outcome, Task } from './thread.js'

/** Does tasks in threads. */
export interface Threads {
  run(task: Task): Promise<Outcome>
  /** Ends all; what they do is given up. */
  close(): Promise<void>
}

/** Opens so many threads. One that dies fails only what it does. */
export async function openThreads(count: number): Promise<Threads> {
  const { Piscina } = await import('piscina')
  const piscina = new Piscina({
    filename: threadFile(),
    minThreads: count,
    maxThreads: count,
    // As of the local pool.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  piscina.on('error', () => {})
  return {
    async run(task) {
      try {
        return await piscina.run(task)
      } catch (error) {
        throw fromPosted(error)
      }
    },
    close: () => piscina.destroy(),
  }
}

/** The thread's file: where the build puts it, or beside this one. */
function threadFile(): string {
  const places = ['../cluster/thread.js', './thread.js'].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(place)) ?? places[1]!
}
