/**
 * A frame with a worker of its own for the code of one schedule, in an origin of its own, ended when it does not answer
 * in time.
 */

import { frame as frameUrl, host as hostUrl } from 'virtual:sandbox-files'
import coreUrl from 'scale-schedule/core.wasm?url'
import { checkedCopy, cut } from './answer.js'

/** How long code may take for an answer. */
export const TIME_LIMIT = 2000
// Fetching and compiling the core, which is no fault of the code.
const LOAD_LIMIT = 15_000

/** What becomes of a sandbox. */
export interface Listener {
  message(data: unknown): void
  /** It has ended, and answers nothing any more. */
  failed(reason: string): void
}

/** The worker's text and the core's bytes, fetched once. */
let files: Promise<readonly [string, ArrayBuffer]> | undefined
const loadFiles = () => {
  files ??= Promise.all([
    fetch(new URL(hostUrl, document.baseURI)).then((response) => response.text()),
    fetch(coreUrl).then((response) => response.arrayBuffer()),
  ])
  files.catch(() => {
    files = undefined
  })
  return files
}

/** A running sandbox. */
export class Sandbox {
  readonly #frame = document.createElement('iframe')
  readonly #port: MessagePort
  readonly #listener: Listener
  // What was asked before the worker listens.
  readonly #early: unknown[] = []
  #waiting = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isReady = false

  constructor(codes: readonly string[], listener: Listener) {
    this.#listener = listener
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.onmessage = ({ data }) => this.#receive(data)
    this.#frame.setAttribute('sandbox', 'allow-scripts')
    this.#frame.hidden = true
    this.#frame.title = 'Sandbox for code'
    this.#frame.src = new URL(frameUrl, document.baseURI).href
    const loaded = new Promise((resolve) => this.#frame.addEventListener('load', resolve, { once: true }))
    document.body.append(this.#frame)
    void Promise.all([loadFiles(), loaded]).then(
      ([[host, bytes]]) => {
        const core = bytes.slice(0)
        // Its origin is its own and has no name; nobody else has this window.
        this.#frame.contentWindow?.postMessage({ host, core, codes }, '*', [port2, core])
      },
      () => this.#end('A function runs in a worker of its own; found that its files did not load. Reload the page.'),
    )
    this.#watch()
  }

  /** Asks; the answer comes to the listener. */
  post(question: unknown): void {
    if (!this.#isReady) {
      this.#early.push(question)
      return
    }
    this.#waiting++
    this.#port.postMessage(question)
    if (this.#waiting === 1) this.#watch()
  }

  /** Ends it, whatever it does. */
  end(): void {
    clearTimeout(this.#timer)
    this.#port.close()
    this.#frame.remove()
  }

  #receive(data: unknown): void {
    let answer: Record<string, unknown>
    try {
      answer = checkedCopy(data) as Record<string, unknown>
    } catch {
      this.#end(
        'A function gives one number for a batch; found an answer that is too large, and ended it. Correct the code.',
      )
      return
    }
    if ('failed' in answer) {
      this.#end(
        `The code is a JavaScript function (state, ssr) => number; found ${cut(answer.failed)}. Correct the code.`,
      )
      return
    }
    if ('ready' in answer) {
      if (this.#isReady) return
      this.#isReady = true
      for (const question of this.#early) this.post(question)
      this.#watch()
      return
    }
    if (!('partial' in answer)) this.#waiting--
    this.#watch()
    this.#listener.message(answer)
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
