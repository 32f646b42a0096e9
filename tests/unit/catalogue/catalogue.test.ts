/** The catalogue against the crate's table: every option has its words, and formulas read only what is there. */
import { expect, test } from 'vitest'
import type { Entry } from '../../../ts/catalogue/entry.js'
import { CATALOGUE } from '../../../ts/catalogue/index.js'
import { type Leaf, partsOf, type Term, termsIn } from '../../../ts/catalogue/term.js'
import { fieldsOf, SCHEDULER_TYPES, type SchedulerType } from '../../../ts/wasm/table.js'

const TYPES = SCHEDULER_TYPES

const isLeaf = (term: Term): term is Leaf => partsOf(term).length === 0

/** The leaves of a formula, also those of its conditions. */
function leavesOf({ formula }: Pick<Entry, 'formula'>): Leaf[] {
  const terms = formula.flatMap(({ when = [], quantities, alpha, notes = [] }): Term[] => [
    ...[...when, ...notes.flatMap((note) => note.when ?? [])].flatMap(({ left, right }) => [left, right]),
    ...quantities.map(({ is }) => is),
    alpha,
  ])
  return terms.flatMap(termsIn).filter(isLeaf)
}

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

test.each(TYPES)(
  'the formula of %s reads options of the right kinds, all that are numbers or times',
  (type: SchedulerType) => {
    const leaves = leavesOf(CATALOGUE[type])
    const read = (...kinds: Leaf['kind'][]) =>
      new Set(
        leaves.flatMap((leaf) =>
          kinds.includes(leaf.kind) ? ('name' in leaf ? leaf.name : 'times' in leaf ? leaf.times : '') : [],
        ),
      )
    const ofKind = (kind: string) => fieldsOf(type).flatMap((field) => (field.kind === kind ? field.key : []))
    expect([...read('option')].sort()).toEqual(ofKind('number').sort())
    expect([...read('reached')].sort()).toEqual(ofKind('times').sort())
    // A constant after a warm-up looks at t_max only to check it.
    const unread = type === 'ConstantWithWarmupScheduler' ? ['t_max'] : []
    expect([...read('time'), ...unread].sort()).toEqual(ofKind('time').sort())
    expect(read('scaled').size > 0).toBe(ofKind('flag').includes('scale_warmup'))
  },
)

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
        const leaves = leavesOf({ formula: [{ words: '', quantities: [], alpha: is }] })
        for (const leaf of leaves) if (leaf.kind === 'quantity') expect(known).toContain(leaf.name)
        known.add(name)
      }
    }
  },
)
