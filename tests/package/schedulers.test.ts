/** The pages of docs/schedulers/: every scheduler with its options and defaults, and the pictures that the build draws. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as core from 'scale-schedule'
import * as charts from 'scale-schedule/plot'
import { expect, test } from 'vitest'
import { FOLDER, pictures } from '../../scripts/pictures.mjs'
import { SCHEDULER_CLASSES } from '../../ts/schedulers/all.js'
import { RampedScheduler } from '../../ts/schedulers/ramp.js'
import { aliasesOf, type Field, fieldsOf, SCHEDULER_TYPES, wordsOf } from '../../ts/wasm/table.js'
import { documents, ROOT } from '../helpers/examples.js'

const pages = documents().filter((page) => page.startsWith('docs/schedulers/'))
const textOf = (page: string) => readFileSync(path.join(ROOT, page), 'utf8')

/** What stands below the heading of each class. */
const sections = new Map(
  pages.flatMap((page) =>
    textOf(page)
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n')[0]!, section] as const),
  ),
)

const RAMP = new Set(['tWarmup', 'alphaW', 'warmup', 'firstStep', 'scaleWarmup'])

function defaultOf({ byDefault }: Field): string {
  if (byDefault === undefined) return '—'
  if (byDefault === null) return 'none'
  return typeof byDefault === 'string' ? `'${byDefault}'` : String(byDefault)
}

test('every scheduler has a section, and there is no other', () => {
  expect([...sections.keys()].sort()).toEqual([...SCHEDULER_TYPES].sort())
})

test.each(SCHEDULER_TYPES)('%s has its names, and each option with its words and its default', (type) => {
  const section = sections.get(type)!
  for (const name of aliasesOf(type)) expect(section).toContain(`\`${name}\``)
  const rows = new Map([...section.matchAll(/^\| `(\w+)` \| .+ \| (.+) \| (.+) \|$/gm)].map((row) => [row[1]!, row]))
  const isRamped = SCHEDULER_CLASSES[type].prototype instanceof RampedScheduler
  // Those of a ramp are told once, on the page that leads to these.
  const fields = fieldsOf(type).filter(({ name }) => !(isRamped && RAMP.has(name)))
  expect([...rows.keys()]).toEqual(fields.map(({ name }) => name))
  for (const field of fields) {
    const [, , kind, byDefault] = rows.get(field.name)!
    expect([field.name, byDefault]).toEqual([field.name, defaultOf(field)])
    for (const word of wordsOf(field.kind) ?? []) expect(kind).toContain(`'${word}'`)
  }
  if (isRamped) expect(textOf(pages.find((page) => textOf(page).includes(`## ${type}\n`))!)).toContain('#the-ramp')
})

test('the ramp is told with all that it may be', () => {
  const [, section] = textOf('docs/schedulers.md').split('### The ramp\n')
  for (const name of RAMP) expect(section).toContain(`\`${name}\``)
  for (const word of [...wordsOf('rise')!, ...wordsOf('first-step')!]) expect(section).toContain(`'${word}'`)
})

test('the pictures are those that node scripts/pictures.mjs draws, and each is on a page', () => {
  const drawn = pictures(core, charts)
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.svg'))
  expect(names.sort()).toEqual(
    Object.keys(drawn)
      .map((name) => `${name}.svg`)
      .sort(),
  )
  for (const [name, svg] of Object.entries(drawn)) {
    expect(readFileSync(path.join(FOLDER, `${name}.svg`), 'utf8') === svg, name).toBe(true)
    expect(textOf(`docs/schedulers/${name}.md`)).toContain(`](${name}.svg)`)
  }
})
