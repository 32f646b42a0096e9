/**
 * The line to a worker of the page: what is asked before it listens waits for it.
 */
import type { Reply } from './messages.js'

/** Who hears of it. */
export interface Hearer {
  received(reply: Reply): void
  /** It did not start, and answers nothing. */
  failed(): void
}

/** A worker that was started. */
export class Line {
  readonly #worker: Worker
  // Null once it listens.
  #early: unknown[] | null = []

  constructor(worker: Worker, hearer: Hearer) {
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<Reply | { ready: true }>) => {
      if (!('ready' in data)) return hearer.received(data)
      for (const question of this.#early ?? []) worker.postMessage(question)
      this.#early = null
    }
    worker.onerror = () => hearer.failed()
  }

  post(question: unknown): void {
    if (this.#early === null) this.#worker.postMessage(question)
    else this.#early.push(question)
  }
}
