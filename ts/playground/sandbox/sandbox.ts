/**
 * A worker of its own for the code of one schedule, ended when it does not answer in time.
 */
import hostUrl from './host.js?worker&url'

/** How long code may take for an answer. */
export const TIME_LIMIT = 2000
// Fetching and compiling the core, which is no fault of the code.
const LOAD_LIMIT = 15_000

/** Lines of the worker's text before the code. */
const LINES_BEFORE = 2

/** What becomes of a sandbox. */
export interface Listener {
  message(data: unknown): void
  /** It has ended, and answers nothing any more. */
  failed(reason: string): void
}

/** A running sandbox. */
export class Sandbox {
  readonly #worker: Worker
  readonly #listener: Listener
  // What was asked before the worker listens.
  readonly #early: unknown[] = []
  #waiting = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isReady = false

  constructor(codes: readonly string[], listener: Listener) {
    this.#listener = listener
    const host = new URL(hostUrl, location.href).href
    // As text of a module: the page's policy forbids eval, and this worker inherits it.
    const list = codes.map((code) => `(\n${code}\n)`).join(',')
    const text = `import ${JSON.stringify(host)}\n__define(() => [${list}])\n`
    const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
    this.#worker = new Worker(url, { type: 'module' })
    this.#worker.onmessage = ({ data }) => this.#receive(data)
    this.#worker.onerror = (event) => {
      event.preventDefault()
      clearTimeout(this.#timer)
      const problem = event.message
        ? Promise.resolve({ text: event.message, line: event.lineno - LINES_BEFORE })
        : parse(codes)
      void problem.then(({ text, line }) => {
        const found = text.replace(/^Uncaught /, '')
        this.#end(
          `The code is a JavaScript function (state, ssr) => number; found ${found}${line > 0 ? ` (line ${line})` : ''}. Correct the code.`,
        )
      })
    }
    this.#watch()
    setTimeout(() => URL.revokeObjectURL(url), LOAD_LIMIT)
  }

  /** Asks; the answer comes to the listener. */
  post(question: unknown): void {
    if (!this.#isReady) {
      this.#early.push(question)
      return
    }
    this.#waiting++
    this.#worker.postMessage(question)
    if (this.#waiting === 1) this.#watch()
  }

  /** Ends it, whatever it does. */
  end(): void {
    clearTimeout(this.#timer)
    this.#worker.terminate()
  }

  #receive(data: unknown): void {
    const has = (key: string) => typeof data === 'object' && data !== null && key in data
    if (has('ready')) {
      this.#isReady = true
      for (const question of this.#early) this.post(question)
      this.#watch()
      return
    }
    if (!has('partial')) this.#waiting--
    this.#watch()
    this.#listener.message(data)
  }

  /** Each sign of life starts the time anew. */
  #watch(): void {
    clearTimeout(this.#timer)
    if (this.#isReady && this.#waiting === 0) return
    const found = this.#isReady ? `none in ${TIME_LIMIT / 1000} s` : 'that its worker did not start'
    const reason = `A function must give its values within ${TIME_LIMIT / 1000} s; found ${found}, and ended it. Make it end sooner, then run it again.`
    this.#timer = setTimeout(() => this.#end(reason), this.#isReady ? TIME_LIMIT : LOAD_LIMIT)
  }

  #end(reason: string): void {
    this.end()
    this.#listener.failed(reason)
  }
}

/** What the parser says of code that a module could not be made of, for which workers tell nothing. Runs none of it. */
function parse(codes: readonly string[]): Promise<{ text: string; line: number }> {
  // The first statement ends the script, whatever the code makes of the rest.
  const text = `throw 'parsed'; () => [(\n${codes.join('\n),(\n')}\n)]`
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  const worker = new Worker(url)
  return new Promise((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault()
      worker.terminate()
      URL.revokeObjectURL(url)
      const isKnown = event.message.includes('SyntaxError')
      // Where there are several functions, lines count over all of them.
      resolve({ text: isKnown ? event.message : 'none that a worker can load', line: isKnown ? event.lineno - 1 : 0 })
    }
  })
}
