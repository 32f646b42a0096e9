/** Texts and JSON data that are changed at random, as damage and ill will would. */
import fc from 'fast-check'

const VALUES: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  '100ba',
  '1e308dur',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  { type: 'SweepPlan' },
]

/** A place and what is done there, as numbers that any value can take. */
const change = fc.record({ at: fc.nat(), with: fc.nat(), how: fc.integer({ min: 0, max: 5 }) })

type Change = { readonly at: number; readonly with: number; readonly how: number }

/** Every place below a value, as the object or list that has it and the key there. */
function placesOf(value: unknown): [object: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return []
  const object = value as Record<string, unknown>
  return Object.keys(object).flatMap((key) => [
    [object, key] as [Record<string, unknown>, string],
    ...placesOf(object[key]),
  ])
}

function changed(json: unknown, { at, with: index, how }: Change): void {
  const places = placesOf(json)
  if (places.length === 0) return
  const [object, key] = places[at % places.length]!
  const [other, otherKey] = places[index % places.length]!
  const value = object[key]
  if (how === 0) delete object[key]
  else if (how === 1) object[key] = VALUES[index % VALUES.length]
  else if (how === 2) object[key] = structuredClone(other[otherKey])
  else if (how === 3 && typeof value === 'number') object[key] = value + (index % 2 === 0 ? 1 : -1)
  else if (how === 4 && Array.isArray(value)) value.push(structuredClone(value[index % Math.max(1, value.length)]))
  else object[`${key}${index % 3}`] = value
}

/** Copies of JSON data with one to three changes. */
export const mutated = (json: unknown): fc.Arbitrary<unknown> =>
  fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy = JSON.parse(JSON.stringify(json))
    for (const one of changes) changed(copy, one)
    return copy
  })

const SPLICES = [
  ...'{}[],:#&*!|>\'"%@`-?\n\t\0 ',
  '\n  ',
  '<<: *a',
  '&a ',
  '*a',
  '!!float ',
  '!!binary ',
  '${',
  ...['oc.env:HOME', 'a.b'].map((inner) => `\${${inner}}`),
  '---\n',
  '1e999',
  '.nan',
  '0x',
  '9'.repeat(400),
  '__proto__: ',
  'constructor',
  '\u2028',
  '\ud800',
]

const splice = fc.record({
  at: fc.nat(),
  cut: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.nat()),
  put: fc.oneof(fc.constantFrom(...SPLICES), fc.string({ maxLength: 5 })),
  times: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.constantFrom(2, 30, 3000, 100_000)),
})

/** Texts with some characters taken out, put in, or put in very often. */
export const mutatedText = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...texts), fc.array(splice, { minLength: 1, maxLength: 4 })).map(([text, splices]) =>
    splices.reduce((found, { at, cut, put, times }) => {
      const start = at % (found.length + 1)
      return found.slice(0, start) + put.repeat(times) + found.slice(start + (cut % (found.length - start + 1)))
    }, text),
  )
