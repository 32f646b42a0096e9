/**
 * The text that was typed for an option as its value. Knows no scheduler.
 */
import { ExactTime, SchedulerError, Time } from 'scale-schedule/bundler'
import { numberOf } from '../state/number.js'
import { choicesOf, isOptional, itemsOf, type OptionFacts } from '../state/options.js'

/** The value of an option; throws a SchedulerError for a text that is none. */
export function optionValue(option: OptionFacts, text: string): unknown {
  const { kind, key, byDefault } = option
  const words = text.trim() === '' && byDefault !== null ? byDefault : text.trim()
  if (words === '' && isOptional(option)) return null
  if (choicesOf(option) !== undefined) return words
  switch (kind) {
    case 'flag':
      return words === 'true'
    case 'scale':
      return words === 'fixed' ? words : words === 'true'
    case 'number':
    case 'number?':
      return finite(key, words)
    case 'numbers':
      return itemsOf(words).map((item, index) => finite(`${key}[${index}]`, item))
    case 'time':
      return timeText(words)
    case 'times':
      return itemsOf(words).map(timeText)
    case 'exact':
    case 'exact?':
      return exactText(words)
    case 'exacts':
      return itemsOf(words).map(exactText)
    default:
      throw new Error(`An option is typed as a value of its kind; found the kind ${kind}.`)
  }
}

const timeText = (text: string): string => Time.fromTimestring(text).toTimestring()
const exactText = (text: string): string => ExactTime.fromTimestring(text).toTimestring()

/** The number that a text is. */
export function finite(what: string, text: string): number {
  const value = numberOf(text)
  if (value !== null) return value
  throw new SchedulerError('not-finite', { what, found: text })
}
