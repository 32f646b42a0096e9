/**
 * The worker that evaluates: it has the core, and loads what reads and writes files when it is asked for.
 */
import type { Question, Reply } from './messages.js'
import { serve } from './serve.js'

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Question>) => void) | null
  postMessage(reply: Reply | { ready: true }, transfer?: Transferable[]): void
}

scope.onmessage = ({ data }) =>
  void serve(
    data,
    (reply, transfer) => scope.postMessage(reply, transfer),
    (question) => {
      if (question.kind === 'file')
        return import('./files.js').then(({ write }) => write(question.table, question.format))
      if (question.kind === 'config')
        return import('./config.js').then(({ read }) => read(question.text, question.file))
      return undefined
    },
  )

// The module awaits the core: what was sent before it listens would be lost.
scope.postMessage({ ready: true })
