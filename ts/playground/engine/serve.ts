/**
 * Answers questions that come as messages; the latest drawing of a slot wins. Shared by both workers.
 */
import { infoFor, readingAt, tableOf, valuesOf } from './answers.js'
import { draw } from './draw.js'
import type { Columns, Question, Reply, Table } from './messages.js'
import { problemOf } from './place.js'

/** Answers what the two workers don't share. */
export type Extra = (question: Question) => unknown

type Post = (reply: Reply, transfer?: Transferable[]) => void

const latest = new Map<string, number>()

/** Answers one question. */
export async function serve(question: Question, post: Post, extra: Extra = () => undefined): Promise<void> {
  const { id } = question
  try {
    switch (question.kind) {
      case 'info':
        return post({ id, answer: await infoFor(question.schedule) })
      case 'read':
        return post({ id, answer: readingAt(question.schedule, question.batch) })
      case 'values':
        return post({ id, answer: valuesOf(question.schedule, question.from, question.count) })
      case 'rows': {
        const table: Table = tableOf(question.schedule, question.from, question.count, question.stride)
        return post({ id, answer: table }, buffersOf(table.columns))
      }
      case 'draw': {
        latest.set(question.slot, id)
        const isOver = async () => {
          await tick()
          return latest.get(question.slot) !== id
        }
        // Those that wait behind it may have made it superfluous already.
        if (await isOver()) return post({ id, dropped: true })
        const early = (columns: Columns) => post({ id, partial: columns }, buffersOf([columns.low, columns.high]))
        const answer = await draw(question, early, (done) => post({ id, done }), isOver)
        if (answer === null) return post({ id, dropped: true })
        return post({ id, answer }, buffersOf([answer.low, answer.high]))
      }
      default:
        return post({ id, answer: await extra(question) })
    }
  } catch (error) {
    post({ id, problem: problemOf(error) })
  }
}

const buffersOf = (arrays: readonly Float64Array[]): Transferable[] => arrays.map(({ buffer }) => buffer as ArrayBuffer)

const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()

/** Lets messages that have come be looked at; a timer would wait for milliseconds. */
const tick = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve)
    channel.port2.postMessage(null)
  })
