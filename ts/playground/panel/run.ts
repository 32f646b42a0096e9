/**
 * The run of the schedule that is edited: its length, what a batch counts, its learning rate.
 */

import type { RunField } from '../state/state.js'
import { h } from './dom.js'
import { textField, timeField } from './field.js'
import type { Page } from './page.js'

/** A run has these; the ratio stands by the chart. */
const COUNTS: readonly (readonly [RunField, label: string, hint: string])[] = [
  ['baseLr', 'lr', 'Learning rate that α multiplies'],
  ['dataloaderLen', 'dataloader_len', 'Batches in an epoch'],
  ['samplesPerBatch', 'samples per batch', 'Global batch size'],
  ['tokensPerSample', 'tokens per sample', 'Sequence length'],
]
const MORE: typeof COUNTS = [
  ['epochsPerIteration', 'epochs per iteration', 'For times in iter'],
  ['secondsPerBatch', 'seconds per batch', 'For a max_duration in sec'],
]
const RUN_UNITS = ['ba', 'ep', 'sp', 'tok', 'iter', 'sec']

/** Fills a holder with the fields of the run. */
export function showRun(holder: HTMLElement, page: Page): void {
  const { run } = page.active
  const set = (name: RunField) => (value: string) => {
    run[name] = value
    page.edited()
  }
  const duration = timeField(
    { label: 'max_duration', isCode: true, hint: 'How long to train, before scaling', units: RUN_UNITS },
    run.maxDuration,
    set('maxDuration'),
  )
  page.fields.set('run.maxDuration', duration)
  const fields = (list: typeof COUNTS) =>
    list.map(([name, label, hint]) => {
      const optional = name === 'baseLr' ? '' : 'not given'
      const look = { label, isCode: true, hint, numeric: true, placeholder: optional }
      const entry = textField(look, run[name], set(name))
      page.fields.set(`run.${name}`, entry)
      return entry.element
    })
  const isOpen = MORE.some(([name]) => run[name] !== '')
  holder.replaceChildren(
    h('div', { class: 'fields' }, [duration.element, ...fields(COUNTS)]),
    h('details', { open: isOpen }, [h('summary', {}, 'More units'), h('div', { class: 'fields' }, fields(MORE))]),
  )
}
