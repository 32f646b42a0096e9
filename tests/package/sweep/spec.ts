/**
 * Specifications that the tests of whole sweeps run, and what their values must be.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { evaluate } from 'scale-schedule'
import { type Keep, planSweep, type SweepSpec, sweep } from 'scale-schedule/sweep'

/** Two schedulers that multiply, in epochs, with axes of every kind; 12 configurations of different lengths. */
export const SMALL: SweepSpec = {
  base: {
    max_duration: '6ep',
    dataloader_len: 50,
    schedulers: [
      { name: 'cosine_annealing_with_warmup', t_warmup: '30ba', alpha_f: 0.1 },
      { name: 'multi_step', milestones: ['4ep'], gamma: 0.5 },
    ],
    optimizer: { lr: 0.3 },
  },
  grid: { t_warmup: ['10ba', '1ep', '0.3dur'], ssr: { linspace: [0.5, 2, 4] } },
  random: { samples: 1, seed: 3, axes: { lr: { log_uniform: [1e-4, 1] } } },
  keep: { every: 7, first: 20, around_boundaries: 3 },
}

/** Enough parts to be interrupted in between: some tenths of a second for each. */
export const LONG: SweepSpec = {
  base: {
    max_duration: '60000ba',
    scheduler: { name: 'cosine_with_warmup', t_warmup: '100ba' },
    optimizer: { lr: 1e-3 },
  },
  grid: { t_warmup: { range: ['100ba', '4000ba', '100ba'] } },
  keep: 'all',
  part_size: 2_000_000,
}

/** What a long table of curves must hold, row by row: configuration, step, bits of the learning rate. */
export function expectedRows(spec: SweepSpec): string[] {
  const plan = planSweep(spec)
  const { every = 0, first = 0, around_boundaries: around = 0 } = spec.keep as Exclude<Keep, string>
  const rows: string[] = []
  for (let id = 0; id < plan.size; id++) {
    const { run, schedulers, baseLr, batches } = plan.configuration(id)
    const values = evaluate(schedulers, run, { baseLr })
    const boundaries = schedulers.flatMap((scheduler) =>
      scheduler
        .resolve(run)
        .phases()
        .map(({ until }) => until),
    )
    for (let step = 0; step < batches; step++) {
      const near = boundaries.some((boundary) => Math.abs(step - boundary) <= around)
      const kept = step < first || step === batches - 1 || (every > 0 && step % every === 0) || near
      if (kept) rows.push(row(id, step, values[step]!))
    }
  }
  return rows
}

/** A row as text, told apart by the bits of its value. */
export const row = (id: number, step: number, lr: number): string => `${id} ${step} ${bits(lr)}`

const bits = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

/** Runs a sweep to its end; its parts in the order they came. */
export async function runSweep(spec: SweepSpec, options: Parameters<typeof sweep>[1]) {
  const parts = []
  for await (const part of sweep(spec, options)) parts.push(part)
  return parts
}

/** All files below a folder with their bytes, as text that tells them apart; temporaries too. */
export function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(files.map((file) => [path.relative(folder, file), readFileSync(file).toString('base64')]))
}
