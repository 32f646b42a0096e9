/**
 * The schedules on the chart: named, coloured, visible or hidden; one of them is edited.
 */

import { swatchOf } from '../chart/look.js'
import { isFirst } from '../state/first.js'
import { furtherOf, missingOf, withoutSchedule } from '../state/further.js'
import { type Further, familyOf, freeColour, MOST_SCHEDULES, makeSchedule, type Schedule } from '../state/state.js'
import type { Factor } from '../state/tree.js'
import { button, h, select } from './dom.js'
import type { Page } from './page.js'
import { presetList, presetNote } from './presets.js'

/** Fills a holder with the list. */
export function showSchedules(holder: HTMLElement, page: Page): void {
  const { state } = page
  const isFull = state.schedules.length >= MOST_SCHEDULES
  const presets = presetList((schedule, further) => {
    const problem = addSchedule(page, schedule, further)
    if (problem !== null) page.say(problem, true)
    focusOn('[data-act=start]')
  })
  const copy = button('Save a copy', () => saveCopy(page), {
    disabled: isFull,
    'data-act': 'copy',
    title: 'Keeps this schedule on the chart and goes on with a copy of it',
  })
  const missing = missingOf(state, page.active)
  const further = select(
    {
      'aria-label': 'Add a further curve',
      title: 'Momentum or weight decay over the same run',
      'data-act': 'further',
      disabled: isFull || missing.length === 0,
    },
    [['', '+'], ...missing.map((quantity) => [quantity, quantity] as const)],
    '',
    (quantity) => {
      const made = furtherOf(state, page.active, quantity as Further)
      state.schedules.splice(state.schedules.indexOf(familyOf(state, page.active).at(-1)!) + 1, 0, made)
      activate(page, made)
      focusOn('[data-act=further]:enabled, .active [data-act=edit]')
    },
    true,
  )
  const list = h(
    'ul',
    { class: 'schedules', 'aria-label': 'Schedules on the chart' },
    state.schedules.map((schedule) => entry(page, schedule)),
  )
  holder.replaceChildren(h('div', { class: 'row starts' }, [presets, further, copy]), presetNote(page.active), list)
  // A long list has a scroll of its own.
  if (state.schedules.length > 2) list.scrollTop = list.querySelector<HTMLElement>('.active')!.offsetTop
}

function entry(page: Page, schedule: Schedule): HTMLElement {
  const { state } = page
  const isActive = schedule.id === page.active.id
  const visible = h(
    'input',
    { type: 'checkbox', checked: schedule.visible, 'aria-label': `Show ${schedule.name}` },
    [],
    {
      change: () => {
        schedule.visible = visible.checked
        page.edited()
      },
    },
  )
  const name = h(
    'input',
    { type: 'text', value: schedule.name, 'aria-label': 'Name of the schedule', maxlength: 80 },
    [],
    {
      input: () => {
        schedule.name = name.value
        page.edited()
      },
    },
  )
  const edited = () => {
    activate(page, schedule)
    focusOn('.active [data-act=edit]')
  }
  const edit = button(isActive ? 'Editing' : 'Edit', edited, {
    class: 'small',
    'data-act': 'edit',
    'aria-pressed': String(isActive),
    'aria-label': `${isActive ? 'Editing' : 'Edit'} ${schedule.name}`,
  })
  const left = withoutSchedule(state, schedule)
  const remove = button(
    '✕',
    () => {
      const place = state.schedules.indexOf(schedule)
      state.schedules = left
      if (!left.includes(page.active)) activate(page, left[0]!)
      else page.restructured()
      // To what took its place, or the last one.
      focusOn(`li:nth-child(${Math.min(place + 1, state.schedules.length)}) [data-act=edit]`)
    },
    { class: 'icon', 'aria-label': `Remove ${schedule.name}`, disabled: left.length === 0 },
  )
  return h(
    'li',
    { class: [isActive && 'active', schedule.of !== null && 'further'].filter(Boolean).join(' ') || null },
    [visible, swatchOf(schedule.colour), name, edit, remove],
  )
}

function activate(page: Page, schedule: Schedule): void {
  page.state.active = schedule.id
  schedule.visible = true
  page.state.view = null
  page.chosen = [0]
  page.restructured()
}

/** Why there is no room for another schedule, in words; null where there is. */
export const noRoom = ({ length }: readonly Schedule[]): string | null =>
  length < MOST_SCHEDULES
    ? null
    : `The chart has at most ${MOST_SCHEDULES} schedules; found as many already. Remove one under Schedules.`

/**
 * Adds a schedule that comes from elsewhere, with its further curves, beside those that are there, and goes on with it; only
 * the example that the page opens with gives place.
 *
 * @returns why there is no room for it, in words; null where there was
 */
export function addSchedule(page: Page, schedule: Schedule, further: readonly Schedule[] = []): string | null {
  const { state } = page
  if (isFirst(state)) state.schedules = []
  const { schedules } = state
  const full = noRoom(schedules)
  if (full !== null) return full
  const isTaken = schedules.some(({ name }) => name === schedule.name)
  const named = isTaken ? nextName(schedule.name, schedules) : schedule.name
  for (const each of [schedule, ...further].slice(0, MOST_SCHEDULES - schedules.length)) {
    // Those of its further curves begin with it.
    const name = each.name.replace(schedule.name, () => named)
    schedules.push({ ...each, name, colour: freeColour(schedules) })
  }
  activate(page, schedules.find(({ id }) => id === schedule.id)!)
  return null
}

function saveCopy(page: Page): void {
  const { state, active } = page
  const factors: Factor[] = structuredClone(active.factors)
  const made = makeSchedule(nextName(active.name, state.schedules), factors, active.run, freeColour(state.schedules))
  // Of a further curve the copy stands for itself.
  const copy = { ...made, quantity: active.quantity }
  state.schedules.push(copy)
  state.active = copy.id
  page.restructured()
  focusOn('[data-act=copy]:enabled, .active [data-act=edit]')
  page.say(`Saved ${active.name}; now editing ${copy.name}.`)
}

/** Gives the focus, which went with the panels of before, to its successor. */
function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(`#schedules :is(${selector})`)?.focus()
}

/** ‘Name 2’, or the first number that is free. */
function nextName(name: string, schedules: readonly Schedule[]): string {
  const stem = name.replace(/ \d+$/, '')
  for (let number = 2; ; number++) {
    const candidate = `${stem} ${number}`
    if (schedules.every((schedule) => schedule.name !== candidate)) return candidate
  }
}
