/**
 * A schedule as a program in TypeScript with this package's API.
 */
import { givenOptions } from './factor.js'
import type { BuiltinFactor, Program } from './program.js'

/** Writes it. */
export function writeTypeScript({ name: title, factors: all, run, baseLr }: Program): string {
  const classes = [...new Set(all.flatMap((factor) => (factor.kind === 'builtin' ? [factor.type] : [])))].sort()
  const { maxDuration, dataloaderLen, samplesPerBatch, tokensPerSample } = run
  const { scaleScheduleRatio, epochsPerIteration, secondsPerBatch } = run
  const options = Object.entries({
    dataloaderLen,
    samplesPerBatch,
    tokensPerSample,
    scaleScheduleRatio: scaleScheduleRatio === 1 ? null : scaleScheduleRatio,
    epochsPerIteration,
    secondsPerBatch,
  }).flatMap(([name, value]) => (value === null ? [] : [`  ${name}: ${value},`]))
  let last = 0
  const functions: string[] = []
  const factors = all.map((factor) => {
    if (factor.kind === 'builtin') return `    ${construct(factor)},`
    const name = `custom${++last}`
    functions.push(`const ${name}: (state: State, ssr: number) => number = ${factor.code.trim()}`, '')
    return `    (state, ssr = 1) => ${name}(state, ssr),`
  })
  const names = [...classes, 'evaluate', ...(last > 0 ? ['type State'] : []), 'TrainingRun']
  return [
    `import { ${names.join(', ')} } from 'scale-schedule'`,
    '',
    'const run = new TrainingRun({',
    `  maxDuration: ${quoted(String(maxDuration))},`,
    ...options,
    '})',
    '',
    ...functions,
    `// ${title.replace(/[\r\n\u2028\u2029]+/g, ' ')}: the learning rate of every batch.`,
    'export const learningRates = evaluate(',
    '  [',
    ...factors,
    '  ],',
    '  run,',
    `  { baseLr: ${baseLr} },`,
    ')',
    '',
  ].join('\n')
}

function construct(factor: BuiltinFactor): string {
  const options = givenOptions(factor).map(({ name, value }) => `${name}: ${literal(value)}`)
  return `new ${factor.type}(${options.length === 0 ? '' : `{ ${options.join(', ')} }`})`
}

function literal(value: number | boolean | string | readonly string[]): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? quoted(value) : `[${value.map(quoted).join(', ')}]`
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
