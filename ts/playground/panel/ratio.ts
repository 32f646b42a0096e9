/**
 * The scale schedule ratio: a slider on a logarithmic scale, and the same as a number.
 */
import { numberOf } from '../state/number.js'
import { RUN_LABELS } from '../state/state.js'
import { h } from './dom.js'
import { field } from './field.js'
import type { Page } from './page.js'

const [LEAST, MOST] = [0.1, 4]
const STEPS = 1000

const toSlider = (text: string): number => {
  const ratio = Math.max(LEAST, Math.min(MOST, numberOf(text) ?? 1))
  return Math.round((Math.log(ratio / LEAST) / Math.log(MOST / LEAST)) * STEPS)
}
const fromSlider = (at: number): number => {
  const ratio = LEAST * (MOST / LEAST) ** (at / STEPS)
  // Near 1 it is 1: what is not scaled should be easy to come back to.
  return Math.abs(ratio - 1) < 0.012 ? 1 : Number(ratio.toPrecision(3))
}

/** Fills a holder with the ratio of the schedule that is edited. */
export function showRatio(holder: HTMLElement, page: Page): void {
  const { run } = page.active
  const set = (text: string) => {
    run.scaleScheduleRatio = text
    const ratio = numberOf(text)
    if (ratio !== null && ratio > 0) slider.setAttribute('aria-valuetext', `${ratio} times the schedule`)
    page.edited()
  }
  const number = h(
    'input',
    { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'ratio', value: run.scaleScheduleRatio },
    [],
    {
      input: () => {
        slider.value = String(toSlider(number.value))
        set(number.value)
      },
    },
  )
  const slider = h(
    'input',
    {
      type: 'range',
      min: 0,
      max: STEPS,
      step: 1,
      value: toSlider(run.scaleScheduleRatio),
      'aria-label': 'Scale schedule ratio, as a slider',
      'aria-valuetext': `${run.scaleScheduleRatio} times the schedule`,
    },
    [],
    {
      input: () => {
        number.value = String(fromSlider(Number(slider.value)))
        set(number.value)
      },
    },
  )
  const entry = field(
    { label: RUN_LABELS.scaleScheduleRatio, hint: 'Stretches the schedule and the run; the dashed curve is ratio 1' },
    [number, slider],
  )
  entry.element.classList.add('ratio-field')
  // The bar has room for the abbreviation; who hears the label hears all of it.
  const [long, short] = RUN_LABELS.scaleScheduleRatio.split(/(?<=\()|(?=\))/)
  const unseen = (text: string) => h('span', { class: 'unseen' }, text)
  entry.element.querySelector('label')!.replaceChildren(unseen(long!), short!, unseen(')'))
  page.fields.set('run.scaleScheduleRatio', entry)
  holder.replaceChildren(entry.element)
}
