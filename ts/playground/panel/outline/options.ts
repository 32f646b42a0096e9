/**
 * The fields of a scheduler's options: one for each, by its kind.
 */
import type { OptionInfo } from '../../state/catalogue.js'
import { infoOf } from '../../state/catalogue.js'
import { choicesOf, isOptional, textIn } from '../../state/options.js'
import type { BuiltinFactor, NodeFactor } from '../../state/tree.js'
import { h } from '../dom.js'
import { choiceField, type Field, field, flagField, textField, timeField } from '../field.js'
import { withDescriptions } from './descriptions.js'

const SCHEDULER_UNITS = ['ba', 'ep', 'sp', 'tok', 'dur', 'iter']

// With more than these a window is too low for all.
const MANY = 9
/** What is seldom set of a ramp. */
const RAMP: ReadonlySet<string> = new Set(['warmup', 'first_step', 'scale_warmup'])

/** The fields by the keys of their options; `set` takes what is typed. */
export function optionFields(
  factor: BuiltinFactor | NodeFactor,
  set: (key: string, text: string) => void,
): { readonly element: HTMLElement; readonly fields: ReadonlyMap<string, Field> } {
  const fields = new Map(
    infoOf(factor.type)!.options.map((option) => {
      const text = textIn(factor.options, option)
      const entry = optionField(option, text, (value) => set(option.key, value))
      withDescriptions(({ descriptionOf }) => entry.explain?.(hintOf(option, descriptionOf(factor.type, option.key))))
      return [option.key, entry]
    }),
  )
  const { options } = infoOf(factor.type)!
  const elements = (list: readonly OptionInfo[]) => list.map(({ key }) => fields.get(key)!.element)
  const isFolded = ({ key, isImplied }: OptionInfo) => isImplied || (options.length > MANY && RAMP.has(key))
  const more = options.filter(isFolded)
  const isOpen = more.some(({ key, byDefault }) => (factor.options[key] ?? byDefault) !== byDefault)
  const element = h('div', {}, [
    h('div', { class: 'fields' }, elements(options.filter((option) => !isFolded(option)))),
    more.length > 0 &&
      h('details', { open: isOpen }, [h('summary', {}, 'More options'), h('div', { class: 'fields' }, elements(more))]),
  ])
  return { element, fields }
}

function optionField(option: OptionInfo, value: string, onInput: (value: string) => void): Field {
  const { key, kind } = option
  const look = { label: key, isCode: true, hint: hintOf(option) }
  const choices = choicesOf(option)
  if (choices !== undefined) return choiceField(look, choices, value, onInput)
  const wide = { ...look, wide: true }
  switch (kind) {
    case 'time':
    case 'exact':
    case 'exact?':
      return timeField({ ...look, units: SCHEDULER_UNITS, isOptional: isOptional(option) }, value, onInput)
    case 'times':
    case 'exacts':
    case 'numbers':
      return textField(wide, value, onInput)
    case 'flag':
      return flagField(look, value === 'true', (isOn) => onInput(String(isOn)))
    case 'scale':
      return scaleField(look, value, onInput)
    default:
      return textField({ ...look, numeric: true, placeholder: isOptional(option) ? 'none' : undefined }, value, onInput)
  }
}

/** What an option is for, where that is known yet, and what stands for it when it is left out. */
function hintOf({ kind, byDefault }: OptionInfo, description?: string): string {
  const isList = kind === 'times' || kind === 'exacts'
  const words = kind === 'flag' || kind === 'scale' ? 'off' : byDefault === '' ? 'none' : byDefault
  const usual = byDefault === null ? [] : [`${words} by default`]
  return (
    [...(description === undefined ? [] : [description]), ...usual].join(' · ') + (isList ? ', each with its unit' : '')
  )
}

/** Whether the ratio scales a ramp of Composer's: not, its slope alone as there, or its end as well. */
function scaleField(
  look: { label: string; isCode: boolean; hint: string },
  value: string,
  onInput: (value: string) => void,
) {
  const tell = () => onInput(isOn.checked ? (isWhole.checked ? 'fixed' : 'true') : 'false')
  const isOn = h('input', { type: 'checkbox', checked: value !== 'false' }, [], {
    change: () => {
      isWhole.disabled = !isOn.checked
      tell()
    },
  })
  const isWhole = h('input', { type: 'checkbox', checked: value === 'fixed', disabled: value === 'false' }, [], {
    change: tell,
  })
  return field(look, [isOn, h('label', { class: 'inline' }, [isWhole, 'its end too'])])
}
