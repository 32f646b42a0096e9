/**
 * A schedule as a program in TypeScript with this package's API.
 */
import { type DescribedFactor, factorsIn, type OptionWriter, writtenOptions } from './factor.js'
import type { Factor, OptionValue, Program } from './program.js'
import { LEARNING_RATE } from './quantity.js'

/** Writes it. */
export function writeTypeScript({ name: title, factors: all, run, baseLr }: Program, quantity = LEARNING_RATE): string {
  const classes = [
    ...new Set(all.flatMap(factorsIn).flatMap((factor) => (factor.kind === 'function' ? [] : [factor.type]))),
  ].sort()
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
  const written = (factor: Factor): string => {
    if (factor.kind !== 'function') return construct(factor, written)
    const name = `custom${++last}`
    functions.push(`const ${name}: (state: State, ssr: number) => number = ${factor.code.trim()}`, '')
    return `(state, ssr = 1) => ${name}(state, ssr)`
  }
  const factors = all.map((factor) => `${written(factor)},`)
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
    `// ${title.replace(/[\r\n\u2028\u2029]+/g, ' ')}: the ${quantity.words} of every batch.`,
    ...(quantity.isLr ? ofRates(factors, baseLr) : ofOthers(factors, baseLr, quantity.record)),
    '',
  ].join('\n')
}

const ofRates = (factors: readonly string[], baseLr: number): string[] => [
  'export const learningRates = evaluate(',
  '  [',
  ...factors.map((factor) => `    ${factor}`),
  '  ],',
  '  run,',
  `  { baseLr: ${baseLr} },`,
  ')',
]

/** Another quantity, which a record names. */
const ofOthers = (factors: readonly string[], base: number, name: string): string[] => [
  `export const ${name}Values = evaluate(`,
  '  {',
  `    ${name}: [`,
  ...factors.map((factor) => `      ${factor}`),
  '    ],',
  '  },',
  '  run,',
  `  { base: { ${name}: ${base} } },`,
  `).${name}`,
]

function construct(factor: DescribedFactor, written: (factor: Factor) => string): string {
  const writer: OptionWriter<string> = {
    value: literal,
    part: (part, isOuter) => (isOuter ? `{ scheduler: ${written(part)}, clock: 'outer' }` : written(part)),
    list: (items) => `[${items.join(', ')}]`,
  }
  const options = writtenOptions(factor, writer).map(({ name, text }) => `${name}: ${text}`)
  return `new ${factor.type}(${options.length === 0 ? '' : `{ ${options.join(', ')} }`})`
}

function literal(value: OptionValue): string {
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'object' && value !== null ? `[${value.map(literal).join(', ')}]` : String(value)
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
