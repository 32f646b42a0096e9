/**
 * Asks the workers: schedules with functions go to a sandbox of their own, all else to the worker with the core.
 */

import type { Sandbox } from '../sandbox/sandbox.js'
import { codesOf, type Schedule } from '../state/state.js'
import { placedIn } from '../state/tree.js'
import type { Columns, Kind, Place, Problem, Questions, Reply } from './messages.js'

/** What a worker said is wrong. */
export class ProblemError extends Error {
  readonly place: Place

  constructor({ message, place }: Problem) {
    super(message)
    this.place = place
  }
}

/** A later question took the place of this one. */
export class Dropped extends Error {}

interface Pending {
  readonly sandbox: string | null
  readonly schedule: Schedule | undefined
  partial(columns: Columns): void
  done(part: number): void
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** The workers. */
export class Client {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  readonly #sandboxes = new Map<string, Promise<Sandbox>>()
  readonly #pending = new Map<number, Pending>()
  // Code that was ended: it is not run again until it changes, or somebody asks for it.
  readonly #failed = new Map<string, string>()
  // What was asked before the worker listens; null from then on.
  #early: unknown[] | null = []
  #last = 0

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Reply | { ready: true }>) => {
      if (!('ready' in data)) {
        this.#receive(data)
        return
      }
      for (const question of this.#early ?? []) this.#worker.postMessage(question)
      this.#early = null
    }
    this.#worker.onerror = () => {
      const message =
        'The page needs its worker with the WebAssembly core; found that it did not start. Reload the page.'
      for (const { reject } of this.#pending.values()) reject(new ProblemError({ message, place: {} }))
    }
  }

  /** Asks one question; `partial` gets what is known early, and `done` how much of what takes long is done. */
  ask<K extends Kind>(
    kind: K,
    ask: Questions[K]['ask'],
    partial: (columns: Columns) => void = () => {},
    done: (part: number) => void = () => {},
  ): Promise<Questions[K]['answer']> {
    const id = ++this.#last
    const schedule = 'schedule' in ask ? ask.schedule : undefined
    const codes = schedule === undefined ? [] : codesOf(schedule)
    const sandbox = codes.length === 0 ? null : JSON.stringify(codes)
    const failure = sandbox === null ? undefined : this.#failed.get(sandbox)
    if (failure !== undefined)
      return Promise.reject(new ProblemError({ message: failure, place: placeOfCode(schedule) }))
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { sandbox, schedule, partial, done, resolve: resolve as (answer: unknown) => void, reject })
      const question = { id, kind, ...ask }
      if (sandbox === null && this.#early !== null) this.#early.push(question)
      else if (sandbox === null) this.#worker.postMessage(question)
      else void this.#sandboxOf(sandbox, codes).then((found) => found.post(question))
    })
  }

  /** Lets code run again that was ended. */
  retry(schedule: Schedule): void {
    this.#failed.delete(JSON.stringify(codesOf(schedule)))
  }

  /** Ends the sandboxes of code that no schedule has any more. */
  keepOnly(schedules: readonly Schedule[]): void {
    const kept = new Set(schedules.map((schedule) => JSON.stringify(codesOf(schedule))))
    for (const [key, sandbox] of this.#sandboxes) {
      if (kept.has(key)) continue
      void sandbox.then((found) => found.end())
      this.#forget(key, () => new Dropped())
    }
  }

  #sandboxOf(key: string, codes: readonly string[]): Promise<Sandbox> {
    const found = this.#sandboxes.get(key)
    if (found !== undefined) return found
    const failed = (message: string) => {
      this.#failed.set(key, message)
      this.#forget(key, ({ schedule }) => new ProblemError({ message, place: placeOfCode(schedule) }))
    }
    // Loaded with the first function: most schedules have none.
    const sandbox = import('../sandbox/sandbox.js').then(
      (module) => new module.Sandbox(codes, { message: (data) => this.#receive(data as Reply), failed }),
    )
    sandbox.catch(() => failed('A function runs in a sandbox; found that its files did not load. Reload the page.'))
    this.#sandboxes.set(key, sandbox)
    return sandbox
  }

  #forget(key: string, reason: (pending: Pending) => Error): void {
    this.#sandboxes.delete(key)
    for (const [id, pending] of this.#pending) {
      if (pending.sandbox !== key) continue
      this.#pending.delete(id)
      pending.reject(reason(pending))
    }
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id)
    if (pending === undefined) return
    if ('partial' in reply) {
      pending.partial(reply.partial)
      return
    }
    if ('done' in reply) {
      pending.done(reply.done)
      return
    }
    this.#pending.delete(reply.id)
    if ('answer' in reply) pending.resolve(reply.answer)
    else pending.reject('dropped' in reply ? new Dropped() : this.#explain(reply.problem, pending))
  }

  /** What a function throws has no place of its own: it is the function's. */
  #explain(problem: Problem, { schedule, sandbox }: Pending): ProblemError {
    const isPlaced = Object.keys(problem.place).length > 0
    if (isPlaced || sandbox === null) return new ProblemError(problem)
    const thrown = problem.message.replace(/[.\s]*$/, '')
    const message = `A function must return a number; found that it threw: ${thrown}. Correct the code.`
    return new ProblemError({ message, place: placeOfCode(schedule) })
  }
}

/** The first function of a schedule. */
function placeOfCode(schedule: Schedule | undefined): Place {
  const found = placedIn(schedule?.factors ?? []).find(({ factor }) => factor.kind === 'function')
  return found === undefined ? {} : { factor: found.path }
}
