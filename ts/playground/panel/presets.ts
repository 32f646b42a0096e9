/**
 * The list of known runs to start from, which come once the first curve is there, and what is told of the one that is
 * edited.
 */
import type { Preset } from '../state/presets.js'
import type { Schedule } from '../state/state.js'
import { addOptions, h, select } from './dom.js'
import type { Page } from './page.js'

let known: typeof import('../state/presets.js') | null = null
let list: HTMLSelectElement | null = null
// By the ids of schedules, which are those of this visit.
const told = new Map<number, NonNullable<Preset['told']>>()

/** Loads the runs, and puts them into the list that is shown. */
export async function loadPresets(): Promise<void> {
  if (known !== null) return
  const loaded = await import('../state/presets.js')
  if (known !== null) return
  known = loaded
  if (list !== null) addOptions(list, optionsOf(loaded.PRESETS))
}

const optionsOf = (presets: readonly Preset[]) =>
  presets.map(({ group, name }, index) => [String(index), name, group] as const)

/**
 * The list.
 *
 * @param add - takes the schedule of the run that was chosen, and whether the edited one has no work in it
 */
export function presetList(page: Page, add: (schedule: Schedule, isUntouched: boolean) => void): HTMLElement {
  list = select(
    { 'aria-label': 'Start from a known run', 'data-act': 'start', 'aria-describedby': 'preset-note' },
    [['', 'Start from a known run…'], ...optionsOf(known?.PRESETS ?? [])],
    '',
    (index) => {
      const preset = known!.PRESETS[Number(index)]!
      const schedule = preset.make()
      if (preset.told !== null) told.set(schedule.id, preset.told)
      add(schedule, known!.isAsGiven(page.active))
    },
    true,
  )
  for (const event of ['focus', 'pointerdown'] as const) list.addEventListener(event, () => void loadPresets())
  return list
}

/** Where a run was published, and what that leaves open; empty for any other schedule. */
export function presetNote({ id }: Schedule): HTMLElement {
  const found = told.get(id)
  if (found === undefined) return h('p', { id: 'preset-note', hidden: true })
  const { source, note } = found
  const link = h('a', { href: source.url, target: '_blank', rel: 'noreferrer' }, source.title)
  return h('p', { id: 'preset-note', class: 'preset-note' }, ['From ', link, `. ${note}`])
}
