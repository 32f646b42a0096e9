/** Golden rows as what `importSchedule` is given, and what the library did with it. */
import { readRows } from '../helpers/rows.js'
import { FILES } from './canonical.js'

/** A row of a library. */
export interface SourceRow {
  readonly id: string
  readonly library: string
  readonly source: Readonly<Record<string, unknown>>
  readonly schedule: { readonly type: string } | null
  readonly base_lr: number
  readonly total: number | null
  readonly unit?: 'ba' | 'ep' | 'sp' | 'tok'
  readonly steps: readonly number[]
  readonly expected?: readonly (number | string)[]
  readonly epochs?: readonly number[]
  readonly accumulates?: boolean
  readonly error?: { readonly at: 'init' | 'step' | 'call'; readonly step?: number }
  readonly library_only?: { readonly steps: readonly number[]; readonly expected: readonly (number | string)[] }
  readonly momentum?: SecondQuantity
  readonly weight_decay?: SecondQuantity
}

interface SecondQuantity {
  readonly schedule: object | null
  readonly expected: readonly (number | string)[]
}

/** All rows that have a source. */
export const sourceRows = (): SourceRow[] => FILES.flatMap((file) => readRows<SourceRow>(`golden2/${file}`))

/** How long an epoch is whose number each step has; undefined where the rows have none. */
export function epochBatches({ steps, epochs }: SourceRow): number | undefined {
  if (epochs === undefined) return undefined
  // The whole numbers L with ⌊step / L⌋ = epoch at each step.
  let least = 1
  let most = Number.MAX_SAFE_INTEGER
  for (const [index, step] of steps.entries()) {
    const epoch = epochs[index]!
    least = Math.max(least, Math.floor(step / (epoch + 1)) + 1)
    if (epoch > 0) most = Math.min(most, Math.floor(step / epoch))
  }
  if (least > most) throw new Error('no length of an epoch gives these epochs')
  return least
}
