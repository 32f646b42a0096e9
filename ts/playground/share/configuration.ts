/**
 * Training configurations of llm-foundry and Composer: pasted, dropped on the page, or opened.
 */
import { button, h } from '../panel/dom.js'
import { field } from '../panel/field.js'
import { factorOfData } from '../state/data.js'
import { isWithinLimits } from '../state/packed.js'
import { DEEPEST, MOST_FACTORS, MOST_WITHIN, makeSchedule } from '../state/state.js'
import { levelsOf, placedIn } from '../state/tree.js'
import type { Shared } from './shared.js'

const LARGEST = 1_000_000

/** The place to paste into, and what makes the whole page take drops. */
export function configurationInput(page: Shared): HTMLElement {
  const area = h('textarea', { rows: 5, spellcheck: 'false', placeholder: 'max_duration: 63900ba\nscheduler: …' })
  const entry = field(
    {
      label: 'Configuration of llm-foundry or Composer',
      hint: 'Paste YAML or JSON, or drop a file anywhere on the page',
      wide: true,
    },
    [area],
  )
  const take = async (text: string, file: string) => {
    const wrong = await read(page, text, file)
    tell(wrong)
  }
  const tell = (wrong: string | null) => {
    entry.tell(wrong)
    if (wrong === null) return
    details.open = true
    // What was dropped may have been dropped far from here.
    entry.element.scrollIntoView({ block: 'center' })
  }
  const chooser = h(
    'input',
    { type: 'file', accept: '.yaml,.yml,.json', hidden: true, 'aria-label': 'A configuration file' },
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
    if (file.size > LARGEST) return tell('A configuration has at most 1 MB; found more. Drop the YAML of a run.')
    await take(await file.text(), file.name)
  }
  const details = h('details', {}, [
    h('summary', {}, 'Read a configuration'),
    entry.element,
    h('div', { class: 'row' }, [
      button('Read', () => void take(area.value, 'pasted text')),
      button('Open a file…', () => chooser.click()),
      chooser,
    ]),
  ])
  // Text that is moved into a field is the field's.
  const isTheirs = ({ target, dataTransfer }: DragEvent) =>
    target instanceof Element &&
    target.closest('input, textarea') !== null &&
    dataTransfer?.types.includes('Files') !== true
  document.addEventListener('dragover', (event) => {
    if (!isTheirs(event)) event.preventDefault()
  })
  document.addEventListener('drop', (event) => {
    if (isTheirs(event)) return
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    const text = event.dataTransfer?.getData('text/plain')
    if (file !== undefined) void open(file)
    else if (text) void take(text, 'dropped text')
  })
  return details
}

/** Takes a configuration over into the schedule that is edited; what is wrong with it, in words. */
async function read(page: Shared, text: string, file: string): Promise<string | null> {
  try {
    const { name, factors, run, others } = await page.client.ask('config', { text, file })
    if (factors.length > MOST_FACTORS) {
      return `${file}: The page multiplies at most ${MOST_FACTORS} schedulers; found ${factors.length}. Leave some out.`
    }
    const fromFile = factors.map((data) => factorOfData(data, true))
    if (!isWithinLimits(fromFile)) {
      const found = `${placedIn(fromFile).length}, ${levelsOf(fromFile)} within each other`
      return `${file}: The page shows at most ${MOST_WITHIN} schedulers, at most ${DEEPEST} within each other; found ${found}. Use the command line for it.`
    }
    page.replace(makeSchedule(name ?? file.replace(/\.\w+$/, ''), fromFile, run))
    const left =
      others.length === 0 ? '' : ` The page shows the learning rate only; it leaves out ${others.join(', ')}.`
    page.say(`Read ${file}.${left}`)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
