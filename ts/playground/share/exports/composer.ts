/**
 * A schedule in Python, for Composer's Trainer.
 */
import type { BuiltinStep } from '../../state/state.js'
import { attempt, builtinsOf, type Context, givenOptions, numberText, timesOf, type Written } from './context.js'

/** Writes it. */
export const toComposer = ({ schedule: { steps, run } }: Context): Written =>
  attempt(() => {
    const factors = builtinsOf(steps, 'Python')
    const classes = [...new Set(factors.map(({ type }) => type))].sort()
    const ratio = Number(run.scaleScheduleRatio || 1)
    return [
      'from composer import Trainer',
      `from composer.optim import ${classes.join(', ')}`,
      '',
      ...scheduler(factors),
      '',
      'trainer = Trainer(',
      '    model=model,',
      '    train_dataloader=train_dataloader,',
      `    optimizers=optimizer,  # with lr=${numberText(run.baseLr)}`,
      `    max_duration='${run.maxDuration.trim()}',`,
      '    schedulers=scheduler,',
      ...(ratio === 1 ? [] : [`    scale_schedule_ratio=${numberText(run.scaleScheduleRatio)},`]),
      ')',
      '',
    ].join('\n')
  })

function scheduler(factors: readonly BuiltinStep[]): string[] {
  if (factors.length === 1) return [`scheduler = ${construct(factors[0]!)}`]
  return [
    'factors = [',
    ...factors.map((each) => `    ${construct(each)},`),
    ']',
    '',
    '',
    'def scheduler(state, ssr=1.0):',
    '    """Their product; of a list, the Trainer lets the last one win."""',
    '    alpha = 1.0',
    '    for factor in factors:',
    '        alpha *= factor(state, ssr)',
    '    return alpha',
    '',
  ]
}

function construct(step: BuiltinStep): string {
  const options = givenOptions(step).map(({ name, kind, text }) => {
    if (kind === 'times')
      return `${name}=[${timesOf(text)
        .map((time) => `'${time}'`)
        .join(', ')}]`
    if (kind === 'time') return `${name}='${text}'`
    return `${name}=${kind === 'flag' ? (text === 'true' ? 'True' : 'False') : numberText(text)}`
  })
  return `${step.type}(${options.join(', ')})`
}
