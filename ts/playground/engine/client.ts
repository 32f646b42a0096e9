/**
 * Asks the workers: texts go to one of their own, schedules with functions to a sandbox, all else to the worker with the core.
 */

import type { Sandbox } from '../sandbox/sandbox.js'
import { codesOf, type Schedule } from '../state/state.js'
import { placedIn } from '../state/tree.js'
import { Line } from './line.js'
import type { Columns, Kind, Place, Problem, Questions, Reply } from './messages.js'
import { startWorker } from './start.js'

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

/** What the worker of texts answers. */
const OF_TEXTS: readonly Kind[] = ['code', 'import', 'log', 'start']

interface Pending {
  /** Where it was asked; null for a sandbox. */
  readonly line: Line | null
  readonly sandbox: string | null
  readonly schedule: Schedule | undefined
  partial(columns: Columns): void
  done(part: number): void
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** The workers. */
export class Client {
  readonly #worker: Line = this.#lineTo(
    startWorker(),
    'The page needs its worker with the WebAssembly core; found that it did not start. Reload the page.',
  )
  // Started with the first text; again where it did not come.
  #texts: Line | null = null
  readonly #sandboxes = new Map<string, Promise<Sandbox>>()
  readonly #pending = new Map<number, Pending>()
  // Code that was ended: it is not run again until it changes, or somebody asks for it.
  readonly #failed = new Map<string, string>()
  #last = 0

  /** Asks one question; `partial` gets what is known early, and `done` how much of what takes long is done. */
  ask<K extends Kind>(
    kind: K,
    ask: Questions[K]['ask'],
    partial: (columns: Columns) => void = () => {},
    done: (part: number) => void = () => {},
  ): Promise<Questions[K]['answer']> {
    const id = ++this.#last
    const schedule = 'schedule' in ask ? ask.schedule : undefined
    const isText = OF_TEXTS.includes(kind)
    const codes = schedule === undefined || isText ? [] : codesOf(schedule)
    const sandbox = codes.length === 0 ? null : JSON.stringify(codes)
    const failure = sandbox === null ? undefined : this.#failed.get(sandbox)
    if (failure !== undefined)
      return Promise.reject(new ProblemError({ message: failure, place: placeOfCode(schedule) }))
    const line = isText ? this.#lineToTexts() : sandbox === null ? this.#worker : null
    return new Promise((resolve, reject) => {
      const settle = { resolve: resolve as (answer: unknown) => void, reject }
      this.#pending.set(id, { line, sandbox, schedule, partial, done, ...settle })
      const question = { id, kind, ...ask }
      if (line !== null) line.post(question)
      else void this.#sandboxOf(sandbox!, codes).then((found) => found.post(question))
    })
  }

  #lineToTexts(): Line {
    this.#texts ??= this.#lineTo(
      new Worker(new URL('./text-worker.ts', import.meta.url), { type: 'module' }),
      'The page reads and writes texts in a worker; found that it did not start. Reload the page.',
    )
    return this.#texts
  }

  #lineTo(worker: Worker, message: string): Line {
    const line: Line = new Line(worker, {
      received: (reply) => this.#receive(reply),
      failed: () => {
        if (this.#texts === line) {
          worker.terminate()
          this.#texts = null
        }
        for (const [id, pending] of this.#pending) {
          if (pending.line !== line) continue
          this.#pending.delete(id)
          pending.reject(new ProblemError({ message, place: {} }))
        }
      },
    })
    return line
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
