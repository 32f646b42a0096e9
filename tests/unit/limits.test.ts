/** Each limit of docs/limits.md, at it and one above: the page tells all of them, and they hold where it says. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCurves } from '../../ts/cli/commands/plot/curves.js'
import { checkRuns, MOST_RUNS } from '../../ts/cli/commands/search/runs.js'
import { MOST_BYTES, MOST_TOKENS, MOST_YAML_BYTES } from '../../ts/config/limits.js'
import { MOST_QUANTITIES, MOST_SCHEDULERS } from '../../ts/config/locate.js'
import { readConfig } from '../../ts/config/read.js'
import { DEEPEST as DEEPEST_INTERPOLATION, LONGEST as LONGEST_INTERPOLATION } from '../../ts/config/source.js'
import { MOST_MERGED, parseText } from '../../ts/config/text.js'
import { Curve, MOST_NUMBERS as MOST_CURVE } from '../../ts/curve/curve.js'
import { checkRangeOptions, MOST as MOST_RANGE } from '../../ts/curve/range.js'
import { MOST_PANELS } from '../../ts/plot/layout.js'
import { MOST_LINES } from '../../ts/plot/lines.js'
import { plot } from '../../ts/plot/plot.js'
import { TrainingRun } from '../../ts/run/run.js'
import type { BuiltinScheduler } from '../../ts/schedulers/builtin.js'
import { CosineAnnealingWarmRestartsScheduler } from '../../ts/schedulers/cosine.js'
import { MOST_TIMES } from '../../ts/schedulers/kinds/times.js'
import { MOST_NUMBERS } from '../../ts/schedulers/kinds/values.js'
import { LinearScheduler } from '../../ts/schedulers/linear.js'
import { ProductScheduler } from '../../ts/schedulers/nodes/combine.js'
import { AffineScheduler } from '../../ts/schedulers/nodes/value.js'
import { MultiplicativeScheduler } from '../../ts/schedulers/piecewise.js'
import { MultiStepScheduler } from '../../ts/schedulers/step.js'
import { DEEPEST as DEEPEST_TREE, MOST_SCHEDULERS as MOST_OF_A_TREE } from '../../ts/schedulers/tree.js'
import { ExactTime, MOST_PLACES } from '../../ts/state/time/exact.js'
import { Time } from '../../ts/state/time/time.js'
import { LONGEST as LONGEST_EXPRESSION, parseExpression } from '../../ts/sweep/expression/expression.js'
import { DEEPEST as DEEPEST_EXPRESSION } from '../../ts/sweep/expression/parser.js'
import {
  checkDocuments,
  excessOf,
  MANIFEST_LIMITS,
  MOST_SIGNS,
  PLAN_LIMITS,
  SIDECAR_LIMITS,
} from '../../ts/sweep/plan/documents.js'
import { KeptBatches } from '../../ts/sweep/plan/keep.js'
import { MOST_PARTS, PartCutter } from '../../ts/sweep/plan/parts.js'
import { planSweep } from '../../ts/sweep/plan/plan.js'
import { readSpace } from '../../ts/sweep/space/axes.js'
import { MOST_BATCHES } from '../../ts/sweep/space/configuration.js'
import { DEEPEST as DEEPEST_SPEC, MOST_CHARACTERS, MOST_VALUES, plainCopy } from '../../ts/sweep/spec/plain.js'
import * as rules from '../../ts/sweep/spec/rules.js'
import { checkSpec, LARGEST, LEAST, type SweepSpec } from '../../ts/sweep/spec/spec.js'
import { checkName, LONGEST_NAME } from '../../ts/sweep/store/store.js'
import { messageFrom } from '../helpers/message.js'

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/limits.md'), 'utf8')
const ROWS = [...PAGE.matchAll(/^\| ([^|]+) \| ([^|]*\d[^|]*) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, limit, largest, , where]) => ({ limit: limit!, largest: largest!, where: where! }),
)

const RUN = { max_duration: '10ba', scheduler: 'linear', lr: 1 }
const quantities = (beside: number) =>
  Object.fromEntries(
    ['lr', ...Array.from({ length: beside }, (_, index) => `q${index}`)].map((name) => [name, 'linear']),
  )
const base = { max_duration: '10ba', scheduler: { name: 'linear' }, lr: 1 }
const spec = (rest: object) => checkSpec({ base, ...rest } as SweepSpec)
const space = (rest: object) => readSpace(spec(rest), 'sweep')
/** A text of JSON, or of YAML, of so many bytes. */
const json = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`
const yaml = (bytes: number) => `a: ${'x'.repeat(bytes - 3)}`
/** A specification that has so many bytes as JSON. */
const titled = (bytes: number) => {
  const rest = JSON.stringify(spec({ name: '' })).length
  return spec({ name: 'x'.repeat(bytes - rest) })
}
const list = (count: number) => `[${'1,'.repeat(count)}]`
// Signs and ends of lines beside those of the list: measured once.
const besides = 3
const merges = (keys: number) => {
  const map = Array.from({ length: 1000 }, (_, i) => `  k${i}: 1\n`).join('')
  const rest = Array.from({ length: keys % 1000 }, (_, i) => `  r${i}: 1\n`).join('')
  const uses = Array.from({ length: Math.floor(keys / 1000) }, (_, i) => `  u${i}: { <<: *m }\n`).join('')
  return `m: &m\n${map}r: &r\n${rest || '  {}\n'}x:\n${uses}  last: { <<: *r }\n`
}
const chain = (deep: number) =>
  `${Array.from({ length: deep }, (_, i) => `a${i}: \${a${i + 1}}\n`).join('')}a${deep}: 10ba\nmax_duration: \${a0}\nscheduler: linear\nlr: 1\n`
const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
const words = (count: number, size: number): SweepSpec => ({
  base,
  grid: { lr: { linspace: [0, 1, size] } },
  // Four words for each comparison with its `and`, the end being one as well.
  where: Array.from({ length: count / 4 }, () => 'lr < 2'),
})
const milestones = (count: number) => Array.from({ length: count }, () => new Time(5, 'ba'))
const curveOf = (numbers: number) => ({
  ...new LinearScheduler().resolve(new TrainingRun({ maxDuration: '10ba' })).toJSON(),
  pieces: new Array(numbers).fill(0),
})
const cutter = (parts: number) => {
  const complete = spec({ keep: 'all', part_size: LEAST })
  const cut = new PartCutter(complete, 'sweep')
  const kept = new KeptBatches(MOST_BATCHES, 'all', () => [])
  for (let i = 1; i < parts; i++) cut.parts.push({ kind: 'curves' } as never)
  cut.add(1, kept)
  return cut.finish()
}

/** For each limit: what is at it and passes, and what is one above, with the beginning of its error. */
const CASES: {
  readonly [limit: string]: readonly [most: readonly number[], at: () => unknown, above: () => unknown, rule: string]
} = {
  'bytes of a text': [
    [MOST_BYTES],
    () => parseText(json(MOST_BYTES), 'f'),
    () => parseText(json(MOST_BYTES + 1), 'f'),
    'f: A configuration has at most 8 MiB; found 8.00 MiB.',
  ],
  'bytes of YAML': [
    [MOST_YAML_BYTES],
    () => parseText(yaml(MOST_YAML_BYTES), 'f'),
    () => parseText(yaml(MOST_YAML_BYTES + 1), 'f'),
    'f: YAML has at most 2 MiB; found 2.00 MiB.',
  ],
  'tokens of YAML, some seven for each key with its value': [
    [MOST_TOKENS],
    () => parseText(list((MOST_TOKENS - besides) / 3), 'f'),
    () => parseText(list((MOST_TOKENS - besides) / 3 + 1), 'f'),
    'f: YAML has at most 300000 tokens',
  ],
  'aliases of YAML, with what they repeat': [
    [100],
    () => parseText(`a: &a 1\nb: [${'*a,'.repeat(99)}]\n`, 'f'),
    () => parseText(`a: &a 1\nb: [${'*a,'.repeat(101)}]\n`, 'f'),
    'f: A training configuration is one YAML or JSON document; found Excessive alias count',
  ],
  'keys that merges (`<<`) bring in': [
    [MOST_MERGED],
    () => parseText(merges(MOST_MERGED - 10_000), 'f'),
    () => parseText(merges(MOST_MERGED + 1), 'f'),
    'f: A training configuration is one YAML or JSON document; found more than 100000 keys',
  ],
  'characters of a value with interpolations': [
    [LONGEST_INTERPOLATION],
    () =>
      readConfig(`max_duration: "${' '.repeat(LONGEST_INTERPOLATION - 6)}\${a}ba"\na: 10\nscheduler: linear\nlr: 1`),
    () =>
      readConfig(`max_duration: "${' '.repeat(LONGEST_INTERPOLATION - 5)}\${a}ba"\na: 10\nscheduler: linear\nlr: 1`),
    'configuration: max_duration: A value with interpolations has at most 2000 characters',
  ],
  'interpolations that refer to one another': [
    [DEEPEST_INTERPOLATION],
    () => readConfig(chain(DEEPEST_INTERPOLATION - 1)),
    () => readConfig(chain(DEEPEST_INTERPOLATION)),
    'configuration: a63: Interpolations refer to one another at most 64 deep',
  ],
  'schedulers that multiply, in a list': [
    [MOST_SCHEDULERS],
    () =>
      readConfig(
        JSON.stringify({ ...RUN, scheduler: undefined, schedulers: new Array(MOST_SCHEDULERS).fill('linear') }),
      ),
    () =>
      readConfig(
        JSON.stringify({ ...RUN, scheduler: undefined, schedulers: new Array(MOST_SCHEDULERS + 1).fill('linear') }),
      ),
    'configuration: schedulers: A configuration has at most 64 schedulers; found 65.',
  ],
  'quantities that are scheduled beside the learning rate': [
    [MOST_QUANTITIES],
    () => readConfig(JSON.stringify({ ...RUN, scheduler: quantities(MOST_QUANTITIES) })),
    () => readConfig(JSON.stringify({ ...RUN, scheduler: quantities(MOST_QUANTITIES + 1) })),
    'configuration: scheduler: Beside lr at most 16 quantities are scheduled; found 17.',
  ],
  'mappings and lists in one another': [
    [DEEPEST_SPEC],
    () => spec({ base: { ...base, other: deep(DEEPEST_SPEC - 1) } }),
    () => spec({ base: { ...base, other: deep(DEEPEST_SPEC) } }),
    'sweep: base.other.a',
  ],
  'values of a specification, wherever they stand': [
    [MOST_VALUES],
    () => plainCopy(new Array(MOST_VALUES).fill(1), 'sweep'),
    () => plainCopy([new Array(MOST_VALUES).fill(1)], 'sweep'),
    'sweep: A specification has at most 4194304 values; found more.',
  ],
  'characters of its keys and texts': [
    [MOST_CHARACTERS],
    () => plainCopy({ key: 'x'.repeat(MOST_CHARACTERS - 3) }, 'sweep'),
    () => plainCopy({ key: 'x'.repeat(MOST_CHARACTERS - 2) }, 'sweep'),
    'sweep: A specification has at most 33554432 characters; found more.',
  ],
  'combinations, before conditions': [
    [rules.MOST],
    () => space({ grid: { lr: { linspace: [0, 1, rules.MOST / 2] }, ssr: [1, 2] } }),
    () => space({ grid: { lr: { linspace: [0, 1, rules.MOST / 2 + 1] }, ssr: [1, 2] } }),
    'sweep: A sweep has at most 1000000 combinations before its conditions; found 1000002.',
  ],
  'values of an axis, and random samples': [
    [rules.MOST],
    () =>
      spec({
        grid: { lr: { linspace: [0, 1, rules.MOST] } },
        random: { samples: rules.MOST, axes: { ssr: { uniform: [1, 2] } } },
      }),
    () => spec({ random: { samples: rules.MOST + 1, axes: { ssr: { uniform: [1, 2] } } } }),
    'sweep: random.samples: samples is an integer from 1 to 1000000; found 1000001.',
  ],
  bases: [
    [rules.MOST_BASES],
    () =>
      spec({
        base: undefined,
        bases: Object.fromEntries(Array.from({ length: rules.MOST_BASES }, (_, i) => [`b${i}`, base])),
      }),
    () =>
      spec({
        base: undefined,
        bases: Object.fromEntries(Array.from({ length: rules.MOST_BASES + 1 }, (_, i) => [`b${i}`, base])),
      }),
    'sweep: bases: bases has at most 10000 entries; found 10001.',
  ],
  'environment variables': [
    [rules.MOST_VARIABLES],
    () =>
      spec({ environment: Object.fromEntries(Array.from({ length: rules.MOST_VARIABLES }, (_, i) => [`b${i}`, ''])) }),
    () =>
      spec({
        environment: Object.fromEntries(Array.from({ length: rules.MOST_VARIABLES + 1 }, (_, i) => [`b${i}`, ''])),
      }),
    'sweep: environment: environment has at most 10000 entries; found 10001.',
  ],
  conditions: [
    [rules.MOST_CONDITIONS],
    () => spec({ where: new Array(rules.MOST_CONDITIONS).fill('lr < 1') }),
    () => spec({ where: new Array(rules.MOST_CONDITIONS + 1).fill('lr < 1') }),
    'sweep: where: where has at most 1000 entries; found 1001.',
  ],
  'characters of a condition': [
    [LONGEST_EXPRESSION],
    () => parseExpression('1'.padEnd(LONGEST_EXPRESSION)),
    () => parseExpression('1'.padEnd(LONGEST_EXPRESSION + 1)),
    'An expression has at most 10000 characters',
  ],
  'parentheses of a condition': [
    [DEEPEST_EXPRESSION],
    () => parseExpression(`${'('.repeat(DEEPEST_EXPRESSION - 1)}1${')'.repeat(DEEPEST_EXPRESSION - 1)}`),
    () => parseExpression(`${'('.repeat(DEEPEST_EXPRESSION + 1)}1${')'.repeat(DEEPEST_EXPRESSION + 1)}`),
    'An expression is at most 100 deep',
  ],
  'words of all conditions times combinations': [
    [rules.MOST_WORDS],
    () => planSweep(words(1000, 2)),
    () => planSweep(words(1000, rules.MOST_WORDS / 1000 + 1)),
    'sweep: where: The conditions of 100001 combinations have at most 999 words, numbers and signs in all; found 1000.',
  ],
  'milestones of a configuration times combinations': [
    [rules.MOST_MILESTONES],
    () => planSweep({ base: multistep(1000), grid: { gamma: [0.1, 0.2] } }),
    () => planSweep({ base: multistep(201), grid: { gamma: { linspace: [0.1, 1, 100_000] } } }),
    'sweep: The configurations of 100000 combinations have at most 200 milestones each; found 201.',
  ],
  'batches of a run in a sweep': [
    [MOST_BATCHES],
    () => planSweep({ base: { ...base, max_duration: `${MOST_BATCHES}ba` } }),
    () => planSweep({ base: { ...base, max_duration: `${MOST_BATCHES + 1}ba` } }),
    'sweep: base.max_duration: A run of a sweep has at most 2147483647 batches; found 2147483648.',
  ],
  'bytes of a part, before compression': [
    [LARGEST, LEAST],
    () => [spec({ part_size: LARGEST }), spec({ part_size: LEAST })],
    () => spec({ part_size: LARGEST + 1 }),
    'sweep: part_size: part_size is from 64KiB to 1GiB',
  ],
  parts: [
    [MOST_PARTS],
    () => cutter(MOST_PARTS - 1),
    () => cutter(MOST_PARTS),
    'sweep: part_size: A sweep has at most 100000 parts; found more.',
  ],
  'characters of a name in a store': [
    [LONGEST_NAME],
    () => checkName('x'.repeat(LONGEST_NAME)),
    () => checkName('x'.repeat(LONGEST_NAME + 1)),
    "A name in a store is a relative path with '/' of at most 1000 characters,",
  ],
  'bytes of `plan.json`': [
    [PLAN_LIMITS.bytes],
    () => checkDocuments(titled(PLAN_LIMITS.bytes - 1000), 1, 'sweep'),
    () => checkDocuments(titled(PLAN_LIMITS.bytes - 999), 1, 'sweep'),
    'sweep: The plan.json of a sweep has at most 16 MiB; found 16.00 MiB.',
  ],
  'bytes of `manifest.json`': [
    [MANIFEST_LIMITS.bytes],
    () => checkDocuments(spec({ name: 'x'.repeat(6_000_000) }), MOST_PARTS, 'sweep'),
    () => checkDocuments(spec({ name: 'x'.repeat(6_100_000) }), MOST_PARTS, 'sweep'),
    'sweep: The manifest.json of a sweep has at most 64 MiB; found 64.04 MiB.',
  ],
  'bytes of a sidecar': [
    [SIDECAR_LIMITS.bytes],
    () => expect(excessOf({ bytes: SIDECAR_LIMITS.bytes }, SIDECAR_LIMITS)).toBe(undefined),
    () => {
      throw new Error(excessOf({ bytes: SIDECAR_LIMITS.bytes + 1 }, SIDECAR_LIMITS))
    },
    'at most 1 MiB; found 1.00 MiB',
  ],
  'braces, brackets, colons and commas of each': [
    [MOST_SIGNS],
    () => checkDocuments(spec({ base: { ...base, other: new Array(3_900_000).fill(1) } }), 1, 'sweep'),
    () => checkDocuments(spec({ base: { ...base, other: new Array(4_000_000).fill(1) } }), 1, 'sweep'),
    'sweep: The plan.json of a sweep has at most 4000000 braces, brackets, colons and commas; found more.',
  ],
  'files of `search --export`': [
    [MOST_RUNS],
    () => checkRuns(MOST_RUNS),
    () => checkRuns(MOST_RUNS + 1),
    '--export writes at most 1000 files; found 1001 configurations. Add --top 1000, or a --where.',
  ],
  'curves or lines of a chart': [
    [MOST_LINES],
    () => checkCurves(MOST_LINES / 4, 4),
    () => checkCurves(1, MOST_LINES + 1),
    'A chart has at most 1000 curves; found 1001.',
  ],
  'lines with a plot of their own (`panels`)': [
    [MOST_PANELS],
    () =>
      plot(
        Array.from({ length: MOST_PANELS }, () => [1, 2]),
        { panels: true },
      ),
    () =>
      plot(
        Array.from({ length: MOST_PANELS + 1 }, () => [1, 2]),
        { panels: true },
      ),
    'The count of lines with a plot of their own must be an integer of at least 1 and at most 40; found 41.',
  ],
  'times and counters': [
    [Number.MAX_SAFE_INTEGER],
    () => new Time(Number.MAX_SAFE_INTEGER, 'ba'),
    () => new Time(Number.MAX_SAFE_INTEGER + 1, 'ba'),
    "A time in 'ba' must be an integer and within ±(2^53 - 1); found 9007199254740992.",
  ],
  'milestones of a scheduler': [
    [MOST_TIMES],
    () => new MultiStepScheduler({ milestones: milestones(MOST_TIMES) }),
    () => new MultiStepScheduler({ milestones: milestones(MOST_TIMES + 1) }),
    'The count of milestones must be an integer of at least 0 and at most 1000000; found 1000001.',
  ],
  'numbers of a list of a scheduler, such as factors': [
    [MOST_NUMBERS],
    () => new MultiplicativeScheduler({ factors: new Float64Array(MOST_NUMBERS) }),
    () => new MultiplicativeScheduler({ factors: new Float64Array(MOST_NUMBERS + 1) }),
    'The count of factors must be an integer of at least 0 and at most 1000000; found 1000001.',
  ],
  'schedulers in one another': [
    [DEEPEST_TREE],
    () => nested(DEEPEST_TREE),
    () => nested(DEEPEST_TREE + 1),
    'A tree of schedulers must be at most 64 levels deep; found 65.',
  ],
  'schedulers of a tree, at each place where they stand': [
    [MOST_OF_A_TREE],
    () => product(MOST_OF_A_TREE - 1),
    () => product(MOST_OF_A_TREE),
    'A tree of schedulers must be of at most 10000 schedulers',
  ],
  'decimal places of a time': [
    [MOST_PLACES],
    () => new ExactTime(10 ** -MOST_PLACES, 'ba'),
    () => new ExactTime(10 ** -(MOST_PLACES + 1), 'ba'),
    "A time in 'ba' must be written with at most 30 decimal places; found 1e-31.",
  ],
  'numbers of a curve that is read from JSON': [
    [MOST_CURVE],
    // It is no curve, but not for its length.
    () => expect(messageFrom(() => Curve.fromJSON(curveOf(MOST_CURVE)))).not.toContain('The count'),
    () => Curve.fromJSON(curveOf(MOST_CURVE + 1)),
    'The count of numbers in pieces must be an integer of at least 0 and at most 4194304; found 4194305.',
  ],
  'values of a range': [
    [MOST_RANGE],
    () => checkRangeOptions({ count: MOST_RANGE }, () => 0),
    () => checkRangeOptions({ count: MOST_RANGE + 1 }, () => 0),
    'count must be an integer of at least 0 and at most 4294967295; found 4294967296.',
  ],
  'restarts that must be counted one by one': [
    [2 ** 20],
    () => alphaInInterval(2 ** 20),
    () => alphaInInterval(2 ** 20 + 1),
    'The intervals between restarts must',
  ],
}

/** A tree of so many levels. */
function nested(levels: number) {
  let scheduler: BuiltinScheduler = new LinearScheduler()
  for (let level = 1; level < levels; level++) scheduler = new AffineScheduler({ scheduler })
  return scheduler
}

/** A product of so many, one and the same. */
const product = (count: number) => new ProductScheduler({ schedulers: new Array(count).fill(new LinearScheduler()) })

function multistep(count: number) {
  return {
    ...base,
    scheduler: { name: 'multi_step', milestones: Array.from({ length: count }, (_, i) => `${i + 1}ba`) },
  }
}

/** The multiplier at the first batch of an interval, counted from 1, of restarts whose lengths grow by a batch each. */
function alphaInInterval(interval: number) {
  const tMult = 1.000_001_5
  let [start, length] = [0, 1e6]
  for (let i = 1; i < interval; i++) {
    start += length
    length = Math.trunc(tMult * length)
  }
  const scheduler = new CosineAnnealingWarmRestartsScheduler({ t0: '1000000ba', tMult })
  return scheduler.resolve(new TrainingRun({ maxDuration: `${Number.MAX_SAFE_INTEGER}ba` })).at(start)
}

test('the page and the cases name the same limits', () => {
  expect(ROWS.map(({ limit }) => limit)).toEqual(Object.keys(CASES))
})

describe.each(ROWS)('$limit', ({ limit, largest, where }) => {
  const [most, at, above, rule] = CASES[limit]!

  test('has the number that the page tells, in the file that it names', () => {
    const told = [...largest.matchAll(/\d[\d,]*/g)].map(([text]) => Number(text.replaceAll(',', '')))
    expect(told).toEqual(expect.arrayContaining([...most]))
    for (const [, file] of where.matchAll(/`((?:ts|crate)\/[^`]+)`/g)) {
      expect(() => readFileSync(path.join(import.meta.dirname, '../..', file!))).not.toThrow()
    }
  })

  test('passes at it, and is refused one above', () => {
    expect(at).not.toThrow()
    const message = messageFrom(above)
    expect(message.slice(0, rule.length)).toBe(rule)
    expect(message.length).toBeLessThan(600)
  })
})
