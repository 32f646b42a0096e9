/**
 * Examples do what they show, and every public symbol is documented.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import * as core from 'scale-schedule'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { countChecks, examplesOf, ROOT, runExample, sources, typeErrors } from './examples.js'

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

const documents = [...sources(), 'README.md'].filter((file) => existsSync(path.join(ROOT, file)))
const examples = documents.flatMap(examplesOf)

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

describe('examples', () => {
  test.each(examples)('$place shows what happens', async ({ code }) => {
    await runExample(code, { core: { ...core } }, checks)
  })

  test('they have checks, and compile', () => {
    expect(examples.reduce((sum, { code }) => sum + countChecks(code), 0)).toBeGreaterThan(60)
    const names = symbols.map((symbol) => symbol.name)
    expect(typeErrors(examples, Object.keys(core), names)).toEqual([])
  })
})

const ABSTRACT = new Set(['CallableScheduler', 'BuiltinScheduler'])
const isInternal = (symbol: ts.Symbol) => symbol.getJsDocTags().some((tag) => tag.name === 'internal')
const isUndocumented = (symbol: ts.Symbol) =>
  symbol.getDocumentationComment(checker).length === 0 && !isInternal(symbol)

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

test('every public symbol and every member of it is documented', () => {
  const missing = symbols.flatMap((symbol) => {
    const members = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])]
    const without = members
      .filter((member) => member.name !== 'prototype' && isPublicMember(member))
      .filter(isUndocumented)
      .map((member) => `${symbol.name}.${member.name}`)
    return isUndocumented(symbol) ? [symbol.name, ...without] : without
  })
  expect(missing).toEqual([])
})

test("every scheduler's doc names its source in Composer and has an example", () => {
  const text = (symbol: ts.Symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const isClass = ({ flags }: ts.Symbol) => (flags & ts.SymbolFlags.Class) !== 0
  const schedulers = symbols.filter(
    (symbol) => /Scheduler$/.test(symbol.name) && isClass(symbol) && !ABSTRACT.has(symbol.name),
  )
  expect(schedulers).toHaveLength(13)
  for (const symbol of schedulers) {
    expect(text(symbol), symbol.name).toContain(`composer.optim.${symbol.name}`)
    expect(
      symbol.getJsDocTags().map((tag) => tag.name),
      symbol.name,
    ).toContain('example')
  }
})
