/**
 * `trainer_state.json` of Hugging Face's Trainer: `log_history`, with `max_steps` as the plan. Up to transformers 4.50.3 it
 * logged the rate of the update to come, from 4.51.3 that of the update before.
 */
import { Columns, stepOf } from './columns.js'
import { printedNumber } from './printed.js'
import type { LogReader, LogText } from './types.js'

interface Entry {
  readonly step?: unknown
  readonly learning_rate?: unknown
}

export const trainerState: LogReader = {
  kind: 'trainer-state',
  title: "trainer_state.json of Hugging Face's Trainer",
  read({ text }): LogText | null {
    if (!text.includes('"log_history"')) return null
    const state = stateOf(text)
    if (state === null) return null
    const columns = new Columns()
    for (const { step, learning_rate } of state.entries) {
      const [at, rates] = [stepOf(step), typeof learning_rate === 'number' ? [learning_rate] : learning_rate]
      if (at === null || !Array.isArray(rates)) continue
      for (const [index, rate] of rates.entries()) {
        const lr = typeof rate === 'number' ? printedNumber(rate) : null
        if (lr !== null) columns.add(rates.length === 1 ? 'learning_rate' : `learning_rate[${index}]`, at, lr)
      }
    }
    const total = stepOf(state.total)
    return {
      kind: this.kind,
      columns: columns.all,
      update: 'either',
      printing: 'shortest',
      total: total === 0 ? null : total,
      notes: state.isCut ? ['The file is cut: the entries before its end are read.'] : [],
    }
  },
}

/** The entries, also of a file that is cut. */
function stateOf(text: string): { entries: Entry[]; total: unknown; isCut: boolean } | null {
  try {
    const state: unknown = JSON.parse(text)
    if (typeof state !== 'object' || state === null) return null
    const { log_history, max_steps } = state as { log_history?: unknown; max_steps?: unknown }
    if (!Array.isArray(log_history)) return null
    return { entries: log_history.filter(isEntry), total: max_steps, isCut: false }
  } catch {
    // Entries have no objects in them.
    const history = text.slice(text.indexOf('"log_history"'))
    const entries = [...history.matchAll(/\{[^{}]*\}/g)].flatMap(([entry]) => {
      try {
        return [JSON.parse(entry) as unknown].filter(isEntry)
      } catch {
        return []
      }
    })
    const total = /"max_steps":\s*(\d+)/.exec(text)?.[1]
    return entries.length === 0 ? null : { entries, total, isCut: true }
  }
}

const isEntry = (entry: unknown): entry is Entry => typeof entry === 'object' && entry !== null
