/**
 * The configurations that a search chose, made anew from the plan of the sweep.
 */
import { oneLine } from '../../../config/errors.js'
import type { SweepPlan } from '../../../sweep/plan/plan.js'
import type { SweepReader } from '../../../sweep/read/reader.js'
import type { TableRow } from '../../../sweep/run/rows.js'
import type { Configuration } from '../../../sweep/space/configuration.js'
import type { CompleteSpec } from '../../../sweep/spec/types.js'
import { CliError, EXIT } from '../../io/failure.js'

/** What a search chose. */
export interface Chosen {
  readonly plan: SweepPlan
  /** In the order of the search. */
  readonly configurations: readonly Configuration[]
}

/** Makes the configurations of rows; an error names the first that has no curve, or is another than its row says. */
export async function makeChosen(reader: SweepReader, rows: readonly TableRow[]): Promise<Chosen> {
  const { planSweep } = await import('../../../sweep/index.js')
  const plan = planSweep(reader.spec as CompleteSpec)
  const configurations = rows.map((row) => {
    const id = Number(row.configuration)
    const isSame = id < plan.size && Object.entries(plan.valuesOf(id)).every(([name, value]) => row[name] === value)
    if (!isSame) {
      const rule = `Configuration ${id} of the table is the one that its sweep computes`
      throw new CliError(EXIT.wrong, `${rule}; found another. Look at the sweep with scale-schedule verify.`)
    }
    if ((row.error ?? null) !== null) {
      const found = `found ${JSON.stringify(oneLine(String(row.error)))} for configuration ${id}`
      throw new CliError(EXIT.wrong, `What is exported or drawn has a curve; ${found}. Add to --where: peak >= 0.`)
    }
    return plan.configuration(id)
  })
  return { plan, configurations }
}
