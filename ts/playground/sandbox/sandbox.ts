/**
 * A worker for the code of one schedule, in a frame with an origin of its own, ended when it does not answer in time.
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

/** The frame in which workers start, and the core's bytes for them. */
interface Ground {
  readonly frame: Window
  readonly core: ArrayBuffer
}

let ground: Promise<Ground> | undefined

/** Loads what a sandbox needs, once; from then on one starts without the network. */
export function prepare(): Promise<Ground> {
  ground ??= Promise.all([
    textAt(hostUrl).then(frameFor),
    fetch(coreUrl).then((response) => checked(response).arrayBuffer()),
  ]).then(([frame, core]) => ({ frame, core }))
  ground.catch(() => {
    ground = undefined
  })
  return ground
}

const textAt = (url: string) => fetch(new URL(url, document.baseURI)).then((response) => checked(response).text())

function checked(response: Response): Response {
  if (response.ok) return response
  throw new Error(`${response.url}: ${response.status}`)
}

/** A frame that has the worker's text. What did not load does not answer, and is removed. */
async function frameFor(host: string): Promise<Window> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.hidden = true
  frame.title = 'Sandbox for code'
  frame.src = new URL(frameUrl, document.baseURI).href
  const { port1, port2 } = new MessageChannel()
  try {
    await new Promise((resolve, reject) => {
      setTimeout(reject, LOAD_LIMIT, new Error('The frame did not load.'))
      port1.onmessage = resolve
      // Its origin is its own and has no name; nobody else has this window.
      frame.addEventListener('load', () => frame.contentWindow?.postMessage({ host }, '*', [port2]), { once: true })
      document.body.append(frame)
    })
  } catch (error) {
    frame.remove()
    throw error
  } finally {
    port1.close()
  }
  return frame.contentWindow!
}

let lastWorker = 0

/** A running sandbox. */
export class Sandbox {
  readonly #worker = ++lastWorker
  readonly #port: MessagePort
  readonly #listener: Listener
  // What was asked before the worker listens.
  readonly #early: unknown[] = []
  #waiting = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isReady = false
  #isEnded = false
  #frame: Window | null = null

  constructor(codes: readonly string[], listener: Listener) {
    this.#listener = listener
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.onmessage = ({ data }) => this.#receive(data)
    prepare().then(
      ({ frame, core }) => {
        if (this.#isEnded) return
        this.#frame = frame
        const bytes = core.slice(0)
        frame.postMessage({ start: this.#worker, core: bytes, codes }, '*', [port2, bytes])
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
    this.#isEnded = true
    this.#port.close()
    this.#frame?.postMessage({ end: this.#worker }, '*')
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
    if (!('partial' in answer || 'done' in answer)) this.#waiting--
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
