/**
 * The run of the schedule that is edited: its length, what a batch counts, its learning rate.
 */

import { RUN_LABELS, type RunField } from '../state/state.js'
import { h } from './dom.js'
import { textField, timeField } from './field.js'
import type { Page } from './page.js'

type Fields = readonly (readonly [RunField, hint: string])[]

/** A run has these; the ratio stands in the bar. */
const COUNTS: Fields = [
  ['dataloaderLen', 'Batches in an epoch'],
  ['samplesPerBatch', 'Global batch size'],
  ['tokensPerSample', 'Sequence length'],
]
const MORE: Fields = [
  ['epochsPerIteration', 'For times in iter'],
  ['secondsPerBatch', 'For a max_duration in sec'],
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
    { label: RUN_LABELS.maxDuration, isCode: true, hint: 'How long to train, before scaling', units: RUN_UNITS },
    run.maxDuration,
    set('maxDuration'),
  )
  page.fields.set('run.maxDuration', duration)
  const { quantity } = page.active
  const first: Fields = [['baseLr', quantity === null ? 'Learning rate that α multiplies' : 'What α multiplies']]
  const fields = (list: Fields) =>
    list.map(([name, hint]) => {
      const optional = name === 'baseLr' ? '' : 'not given'
      const label = name === 'baseLr' && quantity !== null ? quantity : RUN_LABELS[name]
      // Names in code have no spaces.
      const look = { label, isCode: !label.includes(' '), hint, numeric: true, placeholder: optional }
      const entry = textField(look, run[name], set(name))
      page.fields.set(`run.${name}`, entry)
      return entry.element
    })
  const isOpen = MORE.some(([name]) => run[name] !== '')
  holder.replaceChildren(
    h('div', { class: 'fields first' }, [duration.element, ...fields(first)]),
    h('div', { class: 'fields three' }, fields(COUNTS)),
    h('details', { open: isOpen }, [h('summary', {}, 'More units'), h('div', { class: 'fields' }, fields(MORE))]),
  )
}
