/** The catalogue against the crate's table: every option has its words, and formulas read only what is there. */
import { expect, test } from 'vitest'
import type { Entry } from '../../../ts/catalogue/entry.js'
import { CATALOGUE } from '../../../ts/catalogue/index.js'
import { termsIn, termsOf } from '../../../ts/catalogue/parts.js'
import type { Term } from '../../../ts/catalogue/term.js'
import { CHOICES } from '../../../ts/wasm/generated/layout.js'
import { type FieldKind, fieldsOf, SCHEDULER_TYPES, type SchedulerType } from '../../../ts/wasm/table.js'

const TYPES = SCHEDULER_TYPES

/** The terms of a formula, also those of its conditions. */
function termsOfAll({ formula }: Pick<Entry, 'formula'>): Term[] {
  const terms = formula.flatMap(({ when = [], quantities, alpha, notes = [] }): Term[] => [
    ...[...when, ...notes.flatMap((note) => note.when ?? [])].flatMap(termsOf),
    ...quantities.map(({ is }) => is),
    alpha,
  ])
  return terms.flatMap(termsIn)
}

/** The options that a formula is chosen by. */
const choicesOf = ({ formula }: Pick<Entry, 'formula'>): string[] => [
  ...termsOfAll({ formula }).flatMap((term) => (term.kind === 'choice' ? term.option : [])),
  ...formula.flatMap(({ when = [] }) => when.flatMap((condition) => (condition.kind === 'is' ? condition.option : []))),
]

test('every scheduler of the table has an entry, and nothing else has', () => {
  expect(Object.keys(CATALOGUE).sort()).toEqual([...TYPES].sort())
})

test.each(TYPES)('%s has words for each option of the table, and for no other', (type) => {
  const { options, label, summary } = CATALOGUE[type]
  expect(Object.keys(options).sort()).toEqual(
    fieldsOf(type)
      .map(({ key }) => key)
      .sort(),
  )
  for (const { description } of Object.values(options)) expect(description).toMatch(/^[A-Z].*[^.]$/)
  expect(label).toMatch(/^[A-Z]/)
  expect(summary).toMatch(/^[A-Z].*\.$/)
})

/** What an option is in a formula, by its kind. */
const readAs = (kind: FieldKind): 'option' | 'time' | 'reached' | 'list' | 'choice' | 'part' => {
  if (kind === 'number' || kind === 'number?') return 'option'
  if (kind === 'time' || kind === 'exact' || kind === 'exact?') return 'time'
  if (kind === 'times') return 'reached'
  if (kind === 'exacts' || kind === 'numbers') return 'list'
  return kind === 'scheduler' || kind === 'schedulers' || kind === 'parts' ? 'part' : 'choice'
}

/** What decides where a part is, or how long a ramp, before there is a formula. */
const UNREAD: Readonly<Partial<Record<SchedulerType, readonly string[]>>> = {
  // A constant after a warm-up looks at t_max only to check it.
  ConstantWithWarmupScheduler: ['t_max'],
  SequenceScheduler: ['at'],
  ShiftScheduler: ['by'],
  StretchScheduler: ['factor'],
}

test.each(TYPES)('the formula of %s reads all options, each as what it is', (type: SchedulerType) => {
  const terms = termsOfAll(CATALOGUE[type])
  const read: Readonly<Record<ReturnType<typeof readAs>, ReadonlySet<string>>> = {
    option: new Set(terms.flatMap((term) => (term.kind === 'option' ? term.name : []))),
    time: new Set(terms.flatMap((term) => (term.kind === 'time' ? term.name : []))),
    reached: new Set(terms.flatMap((term) => (term.kind === 'reached' ? term.times : []))),
    list: new Set(terms.flatMap((term) => (term.kind === 'counted' ? term.times : 'list' in term ? term.list : []))),
    choice: new Set(choicesOf(CATALOGUE[type])),
    part: new Set(),
  }
  const fields = fieldsOf(type).filter(
    ({ key }) => key !== 'scale_warmup' && key !== 'check' && !UNREAD[type]?.includes(key),
  )
  for (const as of ['option', 'time', 'reached', 'list'] as const) {
    expect([...read[as]].sort()).toEqual(fields.flatMap(({ kind, key }) => (readAs(kind) === as ? key : [])).sort())
  }
  for (const { kind, key } of fields) if (readAs(kind) === 'choice') expect(read.choice).toContain(key)
  for (const key of read.choice) expect(fieldsOf(type).map((field) => field.key)).toContain(key)
  const hasSlope = fieldsOf(type).some(({ key, kind }) => key === 't_warmup' && kind === 'time')
  const isScaled = fieldsOf(type).some(({ key }) => key === 'scale_warmup')
  expect(terms.some(({ kind }) => kind === 'scaled')).toBe(hasSlope && isScaled)
})

test.each(TYPES)('each choice of %s has every word of its option, and no other', (type) => {
  for (const term of termsOfAll(CATALOGUE[type])) {
    if (term.kind !== 'choice') continue
    const { kind } = fieldsOf(type).find(({ key }) => key === term.option)!
    const words = kind === 'flag' ? ['yes', 'no'] : (CHOICES as Readonly<Record<string, readonly string[]>>)[kind]
    expect(Object.keys(term.cases).sort()).toEqual([...(words ?? ['given', 'none'])].sort())
    if (words === undefined) expect(kind).toMatch(/\?$/)
  }
})

test.each(TYPES)(
  'the last piece of %s holds wherever no other does, and quantities are defined before they are read',
  (type) => {
    const { formula } = CATALOGUE[type]
    expect(formula.map(({ when }) => when === undefined)).toEqual(
      formula.map((_, index) => index === formula.length - 1),
    )
    for (const { quantities, alpha } of formula) {
      const known = new Set<string>()
      for (const { name, is } of [...quantities, { name: '', is: alpha }]) {
        const terms = termsOfAll({ formula: [{ words: '', quantities: [], alpha: is }] })
        for (const term of terms) if (term.kind === 'quantity') expect(known).toContain(term.name)
        known.add(name)
      }
    }
  },
)
