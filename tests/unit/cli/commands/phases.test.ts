/** The phases of a chart: those that all of its curves have, or none. */
import { expect, test } from 'vitest'
import { planCurves } from '../../../../ts/cli/commands/plot/curves.js'
import { readConfig } from '../../../../ts/config/read.js'
import { sharedPhases } from '../../../../ts/plot/lines.js'

const config = (warmup: string, lr = 0.1, duration = '100ba') =>
  readConfig(
    `{max_duration: ${duration}, lr: ${lr}, scheduler: {name: linear_with_warmup, t_warmup: ${warmup}, t_max: 100ba}}`,
    { file: `${warmup}.yaml` },
  )

const namesOf = (configs: ReturnType<typeof config>[], range = {}) =>
  sharedPhases(planCurves(configs, 'batch', range)).map(({ name, from, until }) => `${name} ${from}-${until}`)

test.each<[string, ReturnType<typeof config>[], object, string[]]>([
  ['one curve', [config('10ba')], {}, ['warmup 0-10', 'linear 10-100']],
  ['curves with the same phases', [config('10ba'), config('10ba', 0.5)], {}, ['warmup 0-10', 'linear 10-100']],
  ['curves whose warm-ups differ', [config('10ba'), config('20ba')], {}, []],
  ['curves that differ beyond the chart only', [config('30ba'), config('60ba')], { to: 30 }, ['warmup 0-30']],
  [
    'a curve that ends before the chart begins',
    [config('10ba', 1, '5ba'), config('20ba')],
    { from: 50 },
    ['warmup 0-20', 'linear 20-100'],
  ],
])('%s', (_, configs, range, phases) => expect(namesOf(configs, range)).toEqual(phases))
