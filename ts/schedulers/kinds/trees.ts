/**
 * The kinds of options in which schedulers stand: one, several, and the parts of a sequence.
 */
import { SchedulerError } from '../../errors/error.js'
import { checkOptions } from '../../state/checks.js'
import { type FieldKind, fieldsOf, numberOf } from '../../wasm/table.js'
import type { ComposerScheduler } from '../callable.js'
import { checkFunction } from '../functions.js'
import { MOST_SCHEDULERS, markedType, refuseFunctions, type SequencePart } from '../tree.js'
import { type Kind, listText, type OptionJSON, type PartJSON, type SchedulerJSON } from './kind.js'

/** The kinds by their names. */
export interface TreeKinds {
  readonly scheduler: Kind<ComposerScheduler>
  readonly schedulers: Kind<readonly ComposerScheduler[]>
  readonly parts: Kind<readonly SequencePart[]>
}

/** The kinds, of which each scheduler within has options of all kinds. */
export function treeKinds(kindOf: (kind: FieldKind) => Kind<unknown>): TreeKinds {
  const scheduler: TreeKinds['scheduler'] = {
    check: checkFunction,
    toJSON: (value) => jsonOf(value),
    toText(value) {
      const fields = toldOf(value)
      if (fields === undefined) return typeof value.name === 'string' && value.name !== '' ? value.name : '[function]'
      return `${value.name}({ ${fields.map(({ name, kind, option }) => `${name}: ${kind.toText(option)}`).join(', ')} })`
    },
    encode(value) {
      const out = [numberOf(typeOf(value))]
      for (const { kind, option } of optionsOf(value)!) {
        // One by one: a spread of many arguments overflows the stack.
        for (const number of kind.encode(option)) out.push(number)
      }
      return out
    },
  }

  /** The options of a built-in scheduler with their kinds; undefined for a function. */
  function optionsOf(value: ComposerScheduler) {
    const type = markedType(value)
    const values = value as unknown as Readonly<Record<string, unknown>>
    return type && fieldsOf(type).map(({ name, kind }) => ({ name, kind: kindOf(kind), option: values[name] }))
  }

  /** Those that are to be told. */
  const toldOf = (value: ComposerScheduler) => optionsOf(value)?.filter(({ kind, option }) => !kind.isImplied?.(option))

  function jsonOf(value: ComposerScheduler): SchedulerJSON {
    const json: SchedulerJSON = { type: typeOf(value) }
    for (const { name, kind, option } of toldOf(value)!) json[name] = kind.toJSON(option)
    return json
  }

  return {
    scheduler,
    schedulers: {
      check(name, found) {
        const given = checkList(name, found)
        return Object.freeze(given.map((one, index) => checkFunction(`${name}[${index}]`, one)))
      },
      toJSON: (values) => values.map(jsonOf),
      toText: (values) => listText(values, scheduler.toText),
      encode: (values) => joined(values, scheduler.encode),
    },
    parts: {
      check(name, found) {
        return Object.freeze(checkList(name, found).map((part, index) => checkPart(`${name}[${index}]`, part)))
      },
      toJSON: (parts): OptionJSON =>
        parts.map((part): SchedulerJSON | PartJSON =>
          part.clock === 'inner' ? jsonOf(part.scheduler) : { scheduler: jsonOf(part.scheduler), clock: 'outer' },
        ),
      toText: (parts) =>
        listText(parts, (part) => {
          const text = scheduler.toText(part.scheduler)
          return part.clock === 'inner' ? text : `{ scheduler: ${text}, clock: 'outer' }`
        }),
      encode: (parts) => joined(parts, (part) => [Number(part.clock === 'outer'), ...scheduler.encode(part.scheduler)]),
    },
  }
}

/** The class of a scheduler; of a function there is none to write down. */
function typeOf(value: ComposerScheduler) {
  refuseFunctions(value)
  return markedType(value)!
}

/** How many, then each. */
function joined<T>(values: readonly T[], encode: (value: T) => readonly number[]): number[] {
  const out = [values.length]
  for (const value of values) for (const number of encode(value)) out.push(number)
  return out
}

/** A copy of an array of at least one, without holes. */
function checkList(name: string, found: unknown): unknown[] {
  if (!Array.isArray(found)) {
    throw new SchedulerError('bad-type', { what: name, expected: 'an array of schedulers', found })
  }
  const range = (rule: string, cure: string) => new SchedulerError('option-range', { option: name, rule, found, cure })
  if (found.length === 0) throw range('at least one scheduler', 'Add one.')
  if (found.length > MOST_SCHEDULERS) throw range(`at most ${MOST_SCHEDULERS} schedulers`, 'Use fewer.')
  return Array.from(found)
}

function checkPart(what: string, found: unknown): SequencePart {
  if (typeof found !== 'object' || found === null || !('scheduler' in found)) {
    return Object.freeze({ scheduler: checkFunction(what, found), clock: 'inner' })
  }
  checkOptions(found, { scheduler: true, clock: true }, what)
  const { scheduler, clock = 'inner' } = found as { scheduler?: unknown; clock?: unknown }
  if (clock !== 'inner' && clock !== 'outer') {
    const rule = "'inner' or 'outer'"
    throw new SchedulerError('option-range', {
      option: `${what}.clock`,
      rule,
      found: clock,
      cure: 'Use one of the two.',
    })
  }
  return Object.freeze({ scheduler: checkFunction(`${what}.scheduler`, scheduler), clock })
}
