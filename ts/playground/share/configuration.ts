/**
 * Schedules that are brought along: configurations of llm-foundry and Composer, and what other libraries are given; pasted,
 * dropped on the page, or opened.
 */
import type { FileContents } from '../engine/messages.js'
import { button, h } from '../panel/dom.js'
import { field } from '../panel/field.js'
import { valuesBeside } from '../state/beside.js'
import { factorOfData } from '../state/data.js'
import { isWithinLimits } from '../state/packed.js'
import { DEEPEST, MOST_FACTORS, MOST_SCHEDULES, MOST_WITHIN, makeSchedule } from '../state/state.js'
import { messageOf } from '../state/thrown.js'
import { levelsOf, placedIn } from '../state/tree.js'
import { Besides, inFields } from './besides.js'
import type { Shared } from './shared.js'
import { Told } from './told.js'

const LARGEST = 1_000_000
const TOO_LARGE = 'A configuration has at most 1 MB; found more. Drop the YAML of a run.'
const PASTED = 'pasted text'
// A browser takes seconds to lay out more than this in an area.
const MOST_SHOWN = 50_000

/** The place to paste into. */
export interface ConfigurationInput {
  readonly element: HTMLElement
  /** Reads what was dropped on the page. */
  take(given: File | string): void
}

/** Makes it. */
export function configurationInput(page: Shared): ConfigurationInput {
  const area = h('textarea', { rows: 5, spellcheck: 'false', placeholder: 'max_duration: 63900ba\nscheduler: …' }, [], {
    input: () => besides.clear(),
  })
  const entry = field(
    {
      label: 'Configuration of llm-foundry or Composer',
      hint: 'Or of another library: arguments of a Trainer, ds_config.json, a torch scheduler’s state, TOML, flags, … Paste it, or drop a file anywhere on the page.',
      wide: true,
    },
    [area],
  )
  // What was dropped or opened, what of it stands in the area, and what messages call it.
  let given = { text: '', shown: '', file: PASTED }
  const take = async (text: string, file: string) => {
    area.value = text.length <= MOST_SHOWN ? text : ''
    besides.clear()
    // The area has its own ends of lines.
    given = { text, shown: area.value, file }
    await read(text, file)
  }
  const again = () => {
    const { value } = area
    if (value !== given.shown) given = { text: value, shown: value, file: PASTED }
    void read(given.text, given.file)
  }
  let last = 0
  const read = async (text: string, file: string) => {
    const turn = ++last
    if (text.length > LARGEST) return tell(`${file}: ${TOO_LARGE}`)
    details.setAttribute('aria-busy', 'true')
    try {
      const { library, given: beside } = besides
      const found = await page.client.ask('import', { text, file, library, given: beside })
      if (turn !== last) return
      if ('libraries' in found) tell(`${file}: ${besides.chooseFrom(found.libraries)}`)
      else if ('lacks' in found) tell(`${file}: ${besides.ask(found.lacks, found.by)}`)
      else {
        const wrong = show(page, found.contents, file)
        tell(wrong)
        if (wrong === null) told.show(headOf(found.contents, file), found.contents.told)
      }
    } catch (error) {
      if (turn === last) tell(inFields(messageOf(error)))
    } finally {
      if (turn === last) details.removeAttribute('aria-busy')
    }
  }
  const tell = (wrong: string | null) => {
    entry.tell(wrong)
    if (wrong === null) return
    told.clear()
    details.open = true
    // What was dropped may have been dropped far from here.
    entry.element.scrollIntoView({ block: 'center' })
  }
  const besides = new Besides(again)
  const told = new Told()
  const chooser = h(
    'input',
    {
      type: 'file',
      accept: '.yaml,.yml,.json,.toml,.sh,.txt,.py',
      hidden: true,
      'aria-label': 'A configuration file',
    },
    [],
    {
      change: () => {
        const [file] = chooser.files ?? []
        if (file !== undefined) void open(file)
        chooser.value = ''
      },
    },
  )
  const open = async (file: File) => {
    if (file.size > LARGEST) return tell(TOO_LARGE)
    await take(await file.text(), file.name)
  }
  const details = h('details', {}, [
    h('summary', {}, 'Read a configuration'),
    h('div', { class: 'steady' }, [entry.element, besides.element]),
    h('div', { class: 'row' }, [button('Read', again), button('Open a file…', () => chooser.click()), chooser]),
    told.element,
  ])
  return {
    element: details,
    take: (given) => void (typeof given === 'string' ? take(given, 'dropped text') : open(given)),
  }
}

/** Adds a schedule that was read; why the page can't show it, in words. */
function show(page: Shared, contents: FileContents, file: string): string | null {
  const { name, factors, run, library } = contents
  const room = Math.max(0, MOST_SCHEDULES - page.state.schedules.length - 1)
  const further = contents.further.slice(0, room)
  const others = [...contents.others, ...contents.further.slice(room).map(({ quantity }) => quantity)]
  const most = Math.max(factors.length, ...further.map((each) => each.factors.length))
  if (most > MOST_FACTORS) {
    return `${file}: The page multiplies at most ${MOST_FACTORS} schedulers; found ${most}. Leave some out.`
  }
  const factorsOf = (list: typeof factors) => list.map((data) => factorOfData(data, true))
  const read = factorsOf(factors)
  const all = [read, ...further.map((each) => factorsOf(each.factors))]
  const tooMuch = all.find((each) => !isWithinLimits(each))
  if (tooMuch !== undefined) {
    const found = `${placedIn(tooMuch).length}, ${levelsOf(tooMuch)} within each other`
    return `${file}: The page shows at most ${MOST_WITHIN} schedulers, at most ${DEEPEST} within each other; found ${found}. Use the command line for it.`
  }
  const title = file === PASTED && library !== null ? library : file.replace(/\.\w+$/, '')
  const schedule = makeSchedule(name ?? title, read, run)
  const full = page.add(
    schedule,
    further.map(({ quantity }, index) => valuesBeside(schedule, quantity, all[index + 1]!)),
  )
  if (full !== null) return `${file}: ${full}`
  const left =
    others.length === 0 ? '' : ` The page has no curve or no room for ${others.join(', ')}, and leaves it out.`
  page.say(`Read ${file}.${left}`)
  return null
}

function headOf({ library, told }: FileContents, file: string): string {
  const whose = library === null ? `Read ${file}` : `Read ${file} as ${library}`
  return told.length === 0 ? `${whose}; all of it is shown.` : `${whose}:`
}
