/**
 * The worker that evaluates: it has the core, and loads what writes files when it is asked for.
 */
import type { Question, Reply } from './messages.js'
import { serve } from './serve.js'

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Question>) => void) | null
  postMessage(reply: Reply | { ready: true }, transfer?: Transferable[]): void
}

const clocks = () => import('./clocks.js')
const files = () => import('./files.js')
const summary = () => import('./summary.js')
const handles = () => import('./handles.js')
const plan = () => import('./plan.js')

scope.onmessage = ({ data }) =>
  void serve(
    data,
    (reply, transfer) => scope.postMessage(reply, transfer),
    (question) => {
      switch (question.kind) {
        case 'file':
          return files().then(({ write }) => write(question.file, question.format, question.table))
        case 'overview':
          return summary().then(({ overviewOf }) => overviewOf(question.schedule))
        case 'handles':
          return handles().then(({ handlesOf }) => handlesOf(question.schedule, question.path))
        case 'resume':
        case 'rates':
          return plan().then(({ planned }) => planned(question))
        case 'load':
          return Promise.all([clocks(), files(), summary(), handles(), plan()]).then(() => null)
        default:
          return undefined
      }
    },
  )

// The module awaits the core: what was sent before it listens would be lost.
scope.postMessage({ ready: true })
