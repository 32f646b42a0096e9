/**
 * A sweep without files: its rows and curves as arrays, for few configurations.
 */
import { SweepError } from '../errors.js'
import { planSweep, type SweepPlan } from '../plan/plan.js'
import type { SweepSpec } from '../spec/spec.js'
import { configurationRows } from './configurations.js'
import { keptOf } from './part.js'
import type { ConfigurationRow } from './rows.js'
import { configurationColumns } from './tables.js'
import { fillAt, productOf } from './values.js'

/** What is kept of a configuration's curve. */
export interface KeptCurve {
  /** The number of the configuration. */
  readonly configuration: number
  /** Batches, in order. */
  readonly steps: Float64Array
  /** The learning rate of each. */
  readonly lr: Float64Array
  /** The values of what else the configuration schedules, by its name; left out where that is nothing. */
  readonly quantities?: Readonly<Record<string, Float64Array>>
}

/** A whole sweep of a specification. */
export interface SweepResult<S = SweepSpec> {
  /** What was computed. */
  readonly plan: SweepPlan
  /** A row a configuration: its number, its axis values, its summary. */
  readonly configurations: readonly ConfigurationRow<S>[]
  /** A curve a configuration that has one; none where `keep` is 'summaries'. */
  readonly curves: readonly KeptCurve[]
}

/** 512 MB of steps and learning rates. */
const MOST_VALUES = 2 ** 25

/**
 * Runs a sweep in this thread, and gives all of it at once.
 *
 * @throws ConfigError for a wrong specification; SweepError 'too-large' for more than 33,554,432 kept values
 *
 * @example
 * ```ts
 * const { configurations, curves } = sweepInMemory({
 *   base: { max_duration: '1000ba', scheduler: { name: 'linear_with_warmup', t_warmup: '100ba' }, lr: 0.5 },
 *   grid: { t_warmup: ['100ba', '200ba'], ssr: { linspace: [1, 2, 2] } },
 *   keep: { every: 500 },
 * })
 * configurations.map(({ t_warmup, ssr, batches, peak }) => [t_warmup, ssr, batches, peak])[3] // => ['200ba', 2, 2000, 0.5]
 * Array.from(curves[0]!.steps) // => [0, 500, 999]
 * ```
 */
export function sweepInMemory<const S extends SweepSpec>(spec: S, options: { file?: string } = {}): SweepResult<S> {
  const plan = planSweep(spec, options)
  const { values } = plan.totals()
  if (values > MOST_VALUES) {
    throw new SweepError(
      'too-large',
      `A sweep in memory keeps at most ${MOST_VALUES} values; found ${values}. Keep fewer batches, or use sweep() with a store.`,
    )
  }
  const rows = [...configurationRows(plan, configurationColumns(plan), 0, plan.size)]
  // What the columns hold is what the types of the specification say.
  const configurations = rows as unknown as ConfigurationRow<S>[]
  const curves = plan.spec.keep === 'summaries' ? [] : [...curvesOf(plan)]
  return { plan, configurations, curves }
}

function* curvesOf(plan: SweepPlan): Generator<KeptCurve> {
  for (const { configuration, kept } of keptOf(plan, { from: 0, until: plan.size })) {
    const steps = kept.list(0, configuration.batches)
    const lr = new Float64Array(steps.length)
    fillAt(configuration, steps, lr)
    const others = configuration.quantities.map(({ name }) => {
      const values = new Float64Array(steps.length)
      fillAt(productOf(configuration, name)!, steps, values)
      return [name, values] as const
    })
    const more = others.length === 0 ? {} : { quantities: Object.fromEntries(others) }
    yield { configuration: configuration.id, steps, lr, ...more }
  }
}
