/**
 * Examples do what they show, and every public symbol is documented.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as core from 'scale-schedule'
import * as config from 'scale-schedule/config'
import * as frameworks from 'scale-schedule/frameworks'
import * as many from 'scale-schedule/many'
import * as match from 'scale-schedule/match'
import * as charts from 'scale-schedule/plot'
import * as presets from 'scale-schedule/presets'
import * as sweep from 'scale-schedule/sweep'
import * as train from 'scale-schedule/train'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { countChecks, documents, examplesOf, ROOT, runExample, sources, typeErrors } from '../helpers/examples.js'
import * as tf from '../helpers/tfjs.js'

const checks = {
  equal: (found: unknown, expected: unknown) => expect(found).toEqual(expected),
  throws(run: () => unknown, code: string) {
    let thrown: unknown
    try {
      run()
    } catch (error) {
      thrown = error
    }
    expect((thrown as core.SchedulerError | undefined)?.code).toBe(code)
  },
}

const examples = [...sources(), ...documents()].flatMap(examplesOf)

/** The package's interface as the compiler sees it. */
function exportsOf(file: string): { checker: ts.TypeChecker; symbols: ts.Symbol[] } {
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const program = ts.createProgram([path.join(ROOT, file)], options)
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(program.getSourceFile(path.join(ROOT, file))!)!
  const symbols = checker.getExportsOfModule(module).map((symbol) => {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  })
  return { checker, symbols }
}

const { checker, symbols } = exportsOf('ts/index.ts')
const { checker: configChecker, symbols: configSymbols } = exportsOf('ts/config/index.ts')
const { checker: frameworksChecker, symbols: frameworksSymbols } = exportsOf('ts/frameworks/index.ts')
const { checker: manyChecker, symbols: manySymbols } = exportsOf('ts/many/index.ts')
const { checker: matchChecker, symbols: matchSymbols } = exportsOf('ts/match/index.ts')
const { checker: plotChecker, symbols: plotSymbols } = exportsOf('ts/plot/index.ts')
const { checker: presetsChecker, symbols: presetsSymbols } = exportsOf('ts/presets/index.ts')
const { checker: sweepChecker, symbols: sweepSymbols } = exportsOf('ts/sweep/index.ts')
const { checker: trainChecker, symbols: trainSymbols } = exportsOf('ts/train/index.ts')

describe('examples', () => {
  test.each(examples)('$place shows what happens', async ({ code }) => {
    const modules = { core, config, frameworks, many, match, charts, presets, sweep, train, others: { tf } }
    await runExample(
      code,
      Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, { ...module }])),
      checks,
    )
  })

  test('they have checks, and compile', () => {
    expect(examples.reduce((sum, { code }) => sum + countChecks(code), 0)).toBeGreaterThan(60)
    const entry = (values: object, types: ts.Symbol[]) => ({
      values: Object.keys(values),
      types: types.map((symbol) => symbol.name),
    })
    const entries = {
      'scale-schedule': entry(core, symbols),
      'scale-schedule/config': entry(config, configSymbols),
      'scale-schedule/frameworks': entry(frameworks, frameworksSymbols),
      'scale-schedule/many': entry(many, manySymbols),
      'scale-schedule/match': entry(match, matchSymbols),
      'scale-schedule/plot': entry(charts, plotSymbols),
      'scale-schedule/presets': entry(presets, presetsSymbols),
      'scale-schedule/sweep': entry(sweep, sweepSymbols),
      'scale-schedule/train': entry(train, trainSymbols),
    }
    expect(typeErrors(examples, entries)).toEqual([])
  })
})

const ABSTRACT = new Set(['CallableScheduler', 'BuiltinScheduler', 'RampedScheduler'])
const isInternal = (symbol: ts.Symbol) => symbol.getJsDocTags().some((tag) => tag.name === 'internal')
const isUndocumented = (symbol: ts.Symbol, by: ts.TypeChecker) =>
  symbol.getDocumentationComment(by).length === 0 && !isInternal(symbol)

/** A member that users see: declared here, neither private nor internal, and no constructor or index signature. */
function isPublicMember(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(path.join(ROOT, 'ts'))) return false
  const { flags } = symbol
  const skipped = ts.SymbolFlags.Constructor | ts.SymbolFlags.TypeParameter | ts.SymbolFlags.Signature
  const hidden =
    ts.canHaveModifiers(declaration) && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0
  return (flags & skipped) === 0 && !hidden && !symbol.name.startsWith('__') && !symbol.name.startsWith('#')
}

test.each([
  ['scale-schedule', checker, symbols],
  ['scale-schedule/config', configChecker, configSymbols],
  ['scale-schedule/frameworks', frameworksChecker, frameworksSymbols],
  ['scale-schedule/many', manyChecker, manySymbols],
  ['scale-schedule/match', matchChecker, matchSymbols],
  ['scale-schedule/plot', plotChecker, plotSymbols],
  ['scale-schedule/presets', presetsChecker, presetsSymbols],
  ['scale-schedule/sweep', sweepChecker, sweepSymbols],
  ['scale-schedule/train', trainChecker, trainSymbols],
] as const)('every public symbol of %s and every member of it is documented', (_, by, list) => {
  const missing = list.flatMap((symbol) => {
    const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])]
    const without = members
      .filter((member) => member.name !== 'prototype' && isPublicMember(member))
      .filter((member) => isUndocumented(member, by))
      .map((member) => `${symbol.name}.${member.name}`)
    return isUndocumented(symbol, by) ? [symbol.name, ...without] : without
  })
  expect(missing).toEqual([])
})

test('the pages have every scheduler and every error code', () => {
  const text = documents()
    .map((page) => readFileSync(path.join(ROOT, page), 'utf8'))
    .join('')
  const errors = readFileSync(path.join(ROOT, 'ts/errors/error.ts'), 'utf8')
  const ofSweeps = readFileSync(path.join(ROOT, 'ts/sweep/errors.ts'), 'utf8')
  const codes = [...errors.matchAll(/^ {2}'?([a-z-]+)'?: \{|^ {2}'?([a-z-]+)'?: Record/gm)].map(([, a, b]) => (a ?? b)!)
  const sweepCodes = [...ofSweeps.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code!)
  expect([codes.length > 25, sweepCodes.length > 8]).toEqual([true, true])
  const names = symbols.map(({ name }) => name).filter((name) => /^[A-Z]\w*[a-z]Scheduler$/.test(name) && name in core)
  expect([...names, ...codes, ...sweepCodes].filter((name) => !text.includes(`\`${name}\``))).toEqual([
    'BuiltinScheduler',
    'RampedScheduler',
  ])
})

test("every scheduler's doc has an example, and those of Composer and llm-foundry name their source", () => {
  const text = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const isClass = ({ flags }: ts.Symbol) => (flags & ts.SymbolFlags.Class) !== 0
  const schedulers = symbols.filter(
    (symbol) => /Scheduler$/.test(symbol.name) && isClass(symbol) && !ABSTRACT.has(symbol.name),
  )
  expect(schedulers).toHaveLength(48)
  const named = schedulers.filter((symbol) => text(symbol).includes(`.optim.${symbol.name}`))
  expect(named).toHaveLength(14)
  for (const symbol of named) {
    expect(text(symbol), symbol.name).toMatch(new RegExp(`(composer|llmfoundry)\\.optim\\.${symbol.name}`))
  }
  for (const symbol of schedulers) {
    expect(
      symbol.getJsDocTags().map((tag) => tag.name),
      symbol.name,
    ).toContain('example')
  }
})
