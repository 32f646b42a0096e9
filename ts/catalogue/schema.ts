/**
 * The JSON Schema of a scheduler as `toJSON` writes it and `Scheduler.fromJSON` reads it: of every class in the crate's
 * table, with the words of the catalogue.
 */
import { MOST_TIMES } from '../schedulers/kinds/times.js'
import { MOST_NUMBERS } from '../schedulers/kinds/values.js'
import { MOST_SCHEDULERS } from '../schedulers/tree.js'
import { JSON_VERSION } from '../schedulers/version.js'
import { TimeUnit } from '../state/time/text.js'
import { type Field, type FieldKind, fieldsOf, SCHEDULER_TYPES, type SchedulerType, wordsOf } from '../wasm/table.js'
import { CATALOGUE } from './index.js'

type Schema = Readonly<Record<string, unknown>>

const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const list = (items: Schema, maxItems: number, minItems?: number): Schema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
})

// A run in seconds has no batch for a scheduler to begin at.
const COUNTED = Object.values(TimeUnit)
  .filter((unit) => unit !== 'dur' && unit !== 'sec')
  .join('|')
const OF_RUN = String.raw`-?\d+(\.\d+)?(e[+-]?\d+)?dur`

const VERSION: Schema = {
  const: JSON_VERSION,
  description: 'The version of this form; none in what the first releases can read.',
}

/** What options are made of. */
const COMMON: Readonly<Record<string, Schema>> = {
  number: {
    anyOf: [{ type: 'number' }, { const: '-0' }],
    description: "A finite number; '-0' is the one for which JSON has none that is kept.",
  },
  time: {
    type: 'string',
    pattern: String.raw`^(-?\d+(${COUNTED})|${OF_RUN})$`,
    description: 'A time: a whole number of a unit, or a part of the run.',
    examples: ['100ba', '10ep', '0.5dur'],
  },
  exactTime: {
    type: 'string',
    pattern: String.raw`^(-?\d+(\.\d+)?(${COUNTED})|${OF_RUN})$`,
    description: 'A time that may be a fraction of its unit, as the decimal number that was written.',
    examples: ['100ba', '38.6ba', '0.5ep', '0.1dur'],
  },
  part: {
    description: 'A part of a sequence: a scheduler, or one with its clock.',
    anyOf: [
      ref('scheduler'),
      {
        type: 'object',
        properties: {
          scheduler: ref('scheduler'),
          clock: {
            enum: ['inner', 'outer'],
            description: 'Whether its clock begins with it, or is that of the sequence.',
          },
        },
        required: ['scheduler'],
        additionalProperties: false,
      },
    ],
  },
}

const KINDS: { readonly [K in FieldKind]?: Schema } = {
  number: ref('number'),
  'number?': orNull(ref('number')),
  numbers: list(ref('number'), MOST_NUMBERS),
  flag: { type: 'boolean' },
  scale: { enum: [true, false, 'fixed'] },
  time: ref('time'),
  times: list(ref('time'), MOST_TIMES),
  exact: ref('exactTime'),
  'exact?': orNull(ref('exactTime')),
  exacts: list(ref('exactTime'), MOST_TIMES),
  scheduler: ref('scheduler'),
  schedulers: list(ref('scheduler'), MOST_SCHEDULERS, 1),
  parts: list(ref('part'), MOST_SCHEDULERS, 1),
}

/** Words with the options' names as they are here, such as tMax. */
const named = (type: SchedulerType, words: string): string => {
  const text = fieldsOf(type).reduce(
    (told, { key, name }) => told.replaceAll(new RegExp(`\\b${key}\\b`, 'g'), name),
    words,
  )
  return `${text.replace(/\.$/, '')}.`
}

function optionSchema(type: SchedulerType, { key, kind, byDefault }: Field): Schema {
  const words = wordsOf(kind)
  const schema = words === undefined ? KINDS[kind] : { enum: words }
  if (schema === undefined) throw new Error(`The kind ${kind} has no schema.`)
  const options: Readonly<Record<string, { readonly description: string }>> = CATALOGUE[type].options
  // Beside a $ref nothing else would be read.
  const within = '$ref' in schema ? { allOf: [schema] } : schema
  return { ...within, description: named(type, options[key]!.description), default: byDefault }
}

function classSchema(type: SchedulerType): Schema {
  const fields = fieldsOf(type)
  return {
    type: 'object',
    description: named(type, CATALOGUE[type].summary),
    properties: {
      type: { const: type },
      version: VERSION,
      ...Object.fromEntries(fields.map((field) => [field.name, optionSchema(type, field)])),
    },
    required: ['type', ...fields.filter(({ byDefault }) => byDefault === undefined).map(({ name }) => name)],
    additionalProperties: false,
  }
}

/** The JSON Schema of a scheduler, and of trees of them. */
export function schedulerJsonSchema(): Schema {
  return {
    // That of sweeps has the same draft, which editors know best.
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Scheduler',
    description: 'A learning-rate scheduler, or a tree of them, as scale-schedule writes and reads it.',
    allOf: [ref('scheduler')],
    definitions: {
      scheduler: { anyOf: SCHEDULER_TYPES.map(ref) },
      ...COMMON,
      ...Object.fromEntries(SCHEDULER_TYPES.map((type) => [type, classSchema(type)])),
    },
  }
}
