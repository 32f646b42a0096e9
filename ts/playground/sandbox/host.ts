/**
 * The worker in which functions run: the core and the answers, locked before any of the user's code. A classic worker,
 * as browsers start no module in an origin of its own; it gets the core as bytes, as it reaches no file.
 */
import { type ComposerScheduler, init } from 'scale-schedule/wasm'
import { provideFunctions } from '../engine/build.js'
import { handlesOf } from '../engine/handles.js'
import type { Question, Reply } from '../engine/messages.js'
import { planned } from '../engine/plan.js'
import { serve } from '../engine/serve.js'
import { overviewOf } from '../engine/summary.js'
import { checkedCopy, cut } from './answer.js'
import { lock } from './lock.js'
import { valueOfCode } from './parse.js'

/** What a sandbox begins with. */
export interface Start {
  readonly core: ArrayBuffer
  readonly codes: readonly string[]
  /** To the page: what runs here can't reach it. */
  readonly port: MessagePort
}

const LARGE =
  'A function gives one number for a batch; found an answer that is too large or no plain value. Correct the code.'

addEventListener('message', ({ data }: MessageEvent<Start>) => void start(data), { once: true })

async function start({ core, codes, port }: Start): Promise<void> {
  const post = port.postMessage.bind(port)
  await init({ module_or_path: core })
  lock()
  const functions: ComposerScheduler[] = []
  provideFunctions(() => functions)
  let define = () => {}
  const defined = new Promise<void>((resolve) => {
    define = resolve
  })
  port.onmessage = ({ data }: MessageEvent<Question>) =>
    void defined.then(() => serve(data, (reply) => post(checked(reply)), answerLate))
  post({ ready: true })
  try {
    for (let i = 0; i < codes.length; i++) functions[i] = (await valueOfCode(codes[i]!)) as ComposerScheduler
    define()
  } catch (error) {
    post({ failed: cut(wordsOf(error)) })
  }
}

/** What the other worker loads when it is asked for is here from the beginning. */
function answerLate(question: Question): unknown {
  switch (question.kind) {
    case 'handles':
      return handlesOf(question.schedule, question.path)
    case 'overview':
      return overviewOf(question.schedule)
    case 'resume':
    case 'rates':
      return planned(question)
    default:
      return undefined
  }
}

function checked(reply: Reply): unknown {
  try {
    if ('problem' in reply) {
      const { message, place } = reply.problem
      return checkedCopy({ id: reply.id, problem: { message: cut(message), place } })
    }
    return checkedCopy(reply)
  } catch {
    return { id: reply.id, problem: { message: LARGE, place: {} } }
  }
}

function wordsOf(error: unknown): string {
  try {
    return `${error}`
  } catch {
    return 'an error without words'
  }
}
