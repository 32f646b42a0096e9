/**
 * What has to be said of a text beside it: whose it is, where it may be of several libraries, and what it doesn't say itself.
 */
import { LACKED, type Lacked } from '../engine/messages.js'
import { h, select } from '../panel/dom.js'
import { type Field, field, textField } from '../panel/field.js'

/** What messages and fields call each. */
const LABELS: Readonly<Record<Lacked, readonly [label: string, hint: string]>> = {
  total: ['total steps', 'How many updates training has'],
  baseLr: ['lr of the optimizer', 'The learning rate that the text is a schedule of'],
  epochBatches: ['batches in an epoch', 'For a schedule that looks at epochs too'],
}

/** A message with the name of a field in place of the option that it is. */
export const inFields = (message: string): string =>
  message.replace(new RegExp(`\\b(${LACKED.join('|')})\\b(?= must)`), (name) => LABELS[name as Lacked][0])

/** The fields, of which those are there that are needed. */
export class Besides {
  readonly element = h('div', { class: 'fields besides', hidden: true })
  /** Whose the text is, once that was chosen. */
  library: string | null = null
  given: Partial<Record<Lacked, string>> = {}
  readonly #read: () => void
  readonly #fields = new Map<string, Field>()

  /**
   * @param read - reads the text again
   */
  constructor(read: () => void) {
    this.#read = read
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
      event.preventDefault()
      read()
    })
  }

  /** Of another text nothing is known. */
  clear(): void {
    this.library = null
    this.given = {}
    this.#fields.clear()
    this.element.replaceChildren()
    this.element.hidden = true
  }

  /** Asks whose the text is; what to say of it. */
  chooseFrom(libraries: readonly string[]): string {
    const choices = [['', 'Choose…'] as const, ...libraries.map((name) => [name, name] as const)]
    const choice = select(
      { class: 'choice' },
      choices,
      '',
      (name) => {
        this.library = name === '' ? null : name
        if (name !== '') this.#read()
      },
      true,
    )
    this.#add('library', field({ label: 'Whose it is', hint: 'The library that it was written for' }, [choice]))
    choice.focus()
    return `A text is of one library; found keys of ${libraries.join(' or ')}. Choose one of them below.`
  }

  /** Asks for what the text doesn't say; what to say of it. */
  ask(lacked: Lacked, by: string): string {
    const [label, hint] = LABELS[lacked]
    const asked = textField({ label, hint, numeric: true }, this.given[lacked] ?? '', (text) => {
      this.given = { ...this.given, [lacked]: text }
    })
    this.#add(lacked, asked)
    asked.element.querySelector('input')!.focus()
    return `The schedule of ${by} needs ${label}; found none in the text. Fill it in below, and read again.`
  }

  #add(name: string, added: Field): void {
    this.#fields.get(name)?.element.remove()
    this.#fields.set(name, added)
    this.element.append(added.element)
    this.element.hidden = false
  }
}
