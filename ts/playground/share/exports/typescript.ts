/**
 * A schedule as a program in TypeScript with this package's API.
 */
import { camelCase } from '../../state/catalogue.js'
import { type BuiltinStep, RUN_FIELDS } from '../../state/state.js'
import { type Context, givenOptions, numberText, timesOf, type Written } from './context.js'

/** Writes it. */
export function toTypeScript({ schedule }: Context): Written {
  const { run, steps } = schedule
  const classes = [...new Set(steps.flatMap((step) => (step.kind === 'builtin' ? [step.type] : [])))].sort()
  const options = RUN_FIELDS.flatMap((field) => {
    const text = run[field].trim()
    if (text === '' || field === 'baseLr' || (field === 'scaleScheduleRatio' && Number(text) === 1)) return []
    return [`  ${field}: ${field === 'maxDuration' ? quoted(text) : numberText(text)},`]
  })
  let last = 0
  const functions: string[] = []
  const factors = steps.map((step) => {
    if (step.kind === 'builtin') return `    ${construct(step)},`
    const name = `custom${++last}`
    functions.push(`const ${name}: (state: State, ssr: number) => number = ${step.code.trim()}`, '')
    return `    (state, ssr = 1) => ${name}(state, ssr),`
  })
  const names = [...classes, 'evaluate', ...(last > 0 ? ['type State'] : []), 'TrainingRun']
  return {
    text: [
      `import { ${names.join(', ')} } from 'scale-schedule'`,
      '',
      'const run = new TrainingRun({',
      ...options,
      '})',
      '',
      ...functions,
      `// ${schedule.name.replace(/[\r\n\u2028\u2029]+/g, ' ')}: the learning rate of every batch.`,
      'export const learningRates = evaluate(',
      '  [',
      ...factors,
      '  ],',
      '  run,',
      `  { baseLr: ${numberText(run.baseLr)} },`,
      ')',
      '',
    ].join('\n'),
  }
}

function construct(step: BuiltinStep): string {
  const options = givenOptions(step).map(({ name, kind, text }) => {
    const value =
      kind === 'times'
        ? `[${timesOf(text).map(quoted).join(', ')}]`
        : kind === 'time'
          ? quoted(text)
          : kind === 'flag'
            ? text
            : numberText(text)
    return `${camelCase(name)}: ${value}`
  })
  return `new ${step.type}(${options.length === 0 ? '' : `{ ${options.join(', ')} }`})`
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
