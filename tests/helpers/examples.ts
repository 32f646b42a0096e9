/**
 * The examples in doc comments and in Markdown: found, made into programs whose arrows are checks, and run.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** An example and where it stands. */
export interface Example {
  place: string
  code: string
}

/** All TypeScript sources of the package, without what tools made. */
export function sources(folder = 'ts'): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => !file.endsWith('wasm/generated/bytes.ts') && !file.endsWith('wasm/generated/layout.ts'))
    .sort()
}

const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${folder}/${name}`)

/** The README and the pages of docs/, those in its folders behind them. */
export const documents = (): string[] => [
  'README.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/schedulers'),
  ...pagesIn('docs/migration'),
]

/** A line of a shell in Markdown, and how it has to end. */
export interface ShellExample {
  place: string
  /** What follows `npx scale-schedule`. */
  args: string
  code: number
}

/** The lines of ```sh blocks that begin with `npx scale-schedule`; a comment `# exit code N` says how one ends. */
export function shellExamplesOf(file: string): ShellExample[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((block) => {
    const first = text.slice(0, block.index).split('\n').length + 1
    return block[1]!.split('\n').flatMap((line, index) => {
      const match = /^npx scale-schedule (.*?)(?:\s+# (.*))?$/.exec(line)
      if (match === null) return []
      const code = Number(/exit code (\d+)/.exec(match[2] ?? '')?.[1] ?? 0)
      return [{ place: `${file}:${first + index}`, args: match[1]!, code }]
    })
  })
}

/** The ```ts blocks of a file: in doc comments of a source, or of a Markdown text. */
export function examplesOf(file: string): Example[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const isSource = file.endsWith('.ts')
  const fence = isSource ? /^[ \t]*\* ```ts\n([\s\S]*?)^[ \t]*\* ```$/gm : /^```ts\n([\s\S]*?)^```$/gm
  return [...text.matchAll(fence)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length
    const code = isSource ? match[1]!.replace(/^[ \t]*\* ?/gm, '') : match[1]!
    return { place: `${file}:${line}`, code }
  })
}

/** How many checks a program has. */
export const countChecks = (code: string): number => [...code.matchAll(/\/\/ (=>|throws) /g)].length

/**
 * An example as a program: `expression // => value` becomes a check of the value, `expression // throws 'code'` one of
 * the error's code, also for what is logged or declared on that line.
 */
export function toProgram(code: string): string {
  return code
    .split('\n')
    .map((line) => {
      const match = /^(\s*)(.*?)\s*\/\/ (=>|throws) (.*)$/.exec(line)
      if (match === null) return line
      const [, indent, statement, kind, expected] = match as unknown as [string, string, string, string, string]
      const logged = /^console\.log\((.*)\)$/.exec(statement)
      const declared = /^const (\w+)(?:: [^=]+)? = .*$/.exec(statement)
      if (declared !== null) return `${indent}${statement}; __equal(${declared[1]}, ${expected})`
      const expression = logged?.[1] ?? statement
      if (kind === 'throws') return `${indent}__throws(() => ${expression}, ${expected})`
      return `${indent}__equal(${expression}, ${expected})`
    })
    .join('\n')
}

/** Runs an example with the exports of modules by name, and the two checks. */
export async function runExample(
  code: string,
  modules: Record<string, Record<string, unknown>>,
  checks: { equal(found: unknown, expected: unknown): void; throws(run: () => unknown, code: string): void },
): Promise<void> {
  const { outputText } = ts.transpileModule(toProgram(withoutImports(code)), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const scope = { ...Object.assign({}, ...Object.values(modules)), __equal: checks.equal, __throws: checks.throws }
  const quiet = { ...console, log: () => {} }
  const names = [...Object.keys(scope), 'console']
  const AsyncFunction = (async () => {}).constructor as new (
    ...source: string[]
  ) => (...args: unknown[]) => Promise<void>
  await new AsyncFunction(...names, outputText.replace(/^export \{\};?$/m, ''))(...Object.values(scope), quiet)
}

const withoutImports = (code: string) => code.replace(/^import [\s\S]*? from '[^']+'$/gm, '')

/** What the compiler says against examples, with the exports of the entries in scope unless they import themselves. */
export function typeErrors(
  examples: readonly Example[],
  entries: Readonly<Record<string, { values: readonly string[]; types: readonly string[] }>>,
): string[] {
  const files = new Map(
    examples.map(({ place, code }) => {
      const isUsed = (name: string) =>
        new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`class ${name}\\b`).test(code)
      const imports = Object.entries(entries).map(([entry, { values, types }]) => {
        const onlyTypes = types.filter((name) => isUsed(name) && !values.includes(name))
        return `import { ${[...values.filter(isUsed), ...onlyTypes.map((name) => `type ${name}`)].join(', ')} } from '${entry}'\n`
      })
      const text = /^import .* from 'scale-schedule/m.test(code) ? code : imports.join('') + code
      return [path.join(ROOT, 'tests', `example-${place.replaceAll(/[^\w]/g, '-')}.ts`), `${text}\nexport {}\n`]
    }),
  )
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  )
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.readFile = (name) => files.get(name) ?? readFile(name)
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name)
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version)
  }
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host)
  return [...files.keys()].flatMap((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map((diagnostic) => {
      const { line } = diagnostic.file!.getLineAndCharacterOfPosition(diagnostic.start!)
      const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')
      return `${path.basename(name)}:${line + 1} ${text}`
    }),
  )
}
