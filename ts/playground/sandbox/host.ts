/**
 * The worker in which functions run: the core and the answers, locked before any of the user's code.
 */
import type { ComposerScheduler } from 'scale-schedule/bundler'
import { provideFunctions } from '../engine/build.js'
import type { Question } from '../engine/messages.js'
import { serve } from '../engine/serve.js'
import { lock } from './lock.js'

/** How the code, which comes after this module, hands over what it defines. */
const DEFINE = '__define'

type Post = (message: unknown, transfer?: Transferable[]) => void
const post = (globalThis as unknown as { postMessage: Post }).postMessage.bind(globalThis)
let define = () => {}
const defined = new Promise<void>((resolve) => {
  define = resolve
})

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  // The code comes last in the file: without it, there is nothing to answer with.
  void defined.then(() => serve(data, post))
})
lock()
Object.defineProperty(globalThis, DEFINE, {
  configurable: true,
  value: (make: () => readonly ComposerScheduler[]) => {
    Reflect.deleteProperty(globalThis, DEFINE)
    let schedulers: readonly ComposerScheduler[] | undefined
    provideFunctions(() => (schedulers ??= make()))
    define()
  },
})
post({ ready: true })
