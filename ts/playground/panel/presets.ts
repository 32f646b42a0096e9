/**
 * The list of presets to start from, of which the known runs come once the first curve is there, and what is told of the
 * one that is edited.
 */
import { OWN, type Preset } from '../state/presets.js'
import type { Schedule } from '../state/state.js'
import { button, h, optionsOf, select } from './dom.js'

let published: readonly Preset[] | null = null
let list: HTMLSelectElement | null = null
// By the ids of schedules, which are those of this visit.
const told = new Map<number, NonNullable<Preset['told']>>()

const present = () => [...(published ?? []), ...OWN]

/** Loads the known runs, and puts them at the head of the list that is shown. */
export async function loadPresets(): Promise<void> {
  if (published !== null) return
  const { PUBLISHED } = await import('../state/published.js')
  if (published !== null) return
  published = PUBLISHED
  list?.options[0]?.after(...optionsOf(entriesOf(PUBLISHED)))
}

const entriesOf = (presets: readonly Preset[]) => presets.map(({ group, name }) => [name, name, group] as const)

/**
 * The list.
 *
 * @param add - takes the schedule of the preset that was chosen, and its further curves
 */
export function presetList(add: (schedule: Schedule, further: readonly Schedule[]) => void): HTMLElement {
  list = select(
    { 'aria-label': 'Start from a known run', 'data-act': 'start', 'aria-describedby': 'preset-note' },
    [['', 'Start from a known run…'], ...entriesOf(present())],
    '',
    (chosen) => {
      const preset = present().find(({ name }) => name === chosen)!
      const schedule = preset.make()
      if (preset.told !== null) told.set(schedule.id, preset.told)
      add(schedule, preset.furtherOf(schedule))
      // Also where nothing was made anew.
      list!.value = ''
    },
    true,
  )
  for (const event of ['focus', 'pointerdown'] as const)
    list.addEventListener(event, () => void loadPresets().catch(() => {}))
  return list
}

/**
 * Where a run was published, and what that leaves open, in one line that can be unfolded: below it stands what shapes the
 * run. Empty for any other schedule.
 */
export function presetNote({ id }: Schedule): HTMLElement {
  const found = told.get(id)
  if (found === undefined) return h('p', { id: 'preset-note', hidden: true })
  const { source, note } = found
  const link = h('a', { href: source.url, target: '_blank', rel: 'noreferrer' }, source.title)
  const text = h('p', { id: 'preset-note' }, ['From ', link, `. ${note}`])
  const more = button(
    'More',
    () => {
      const isOpen = text.classList.toggle('open')
      more.textContent = isOpen ? 'Less' : 'More'
      more.setAttribute('aria-expanded', String(isOpen))
    },
    { class: 'small quiet', 'aria-expanded': 'false', 'aria-controls': 'preset-note' },
  )
  return h('div', { class: 'preset-note' }, [text, more])
}
