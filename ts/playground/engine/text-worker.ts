/**
 * The worker of texts: it writes schedules as code, and reads what other libraries are given and what training logged.
 * Nothing is drawn in it, so that no curve waits for a long text.
 */
import { write } from './code.js'
import { read } from './import.js'
import { matched } from './log.js'
import type { Question, Reply } from './messages.js'
import { problemOf } from './place.js'

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Question>) => void) | null
  postMessage(reply: Reply | { ready: true }): void
}

async function answerTo(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'code':
      return write(question.schedule, question.target, question.values)
    case 'import':
      return await read(question)
    case 'log':
      return matched(question)
    default:
      return null
  }
}

scope.onmessage = ({ data }) =>
  void answerTo(data).then(
    (answer) => scope.postMessage({ id: data.id, answer }),
    (error: unknown) => scope.postMessage({ id: data.id, problem: problemOf(error) }),
  )

scope.postMessage({ ready: true })
