/**
 * The schedulers of a tree that see its clock and its run, as if they stood alone: what is known of the run is known of them.
 */
import { isBuiltin } from '../schedulers/builtin.js'
import type { ComposerScheduler } from '../schedulers/callable.js'
import { partsOf, type SequencePart } from '../schedulers/tree.js'

/** A scheduler and where it stands. */
export interface Seen {
  readonly scheduler: ComposerScheduler
  /** '' for the one at the top. */
  readonly path: string
  /** Whether a cooldown takes its place at the end. */
  readonly isCut: boolean
}

/** A scheduler, and those within it that see its own run. */
export function seenOf(scheduler: ComposerScheduler, path = '', isCut = false): Seen[] {
  const within = isBuiltin(scheduler) ? partsOf(scheduler) : []
  return [
    { scheduler, path, isCut },
    ...within
      .filter((_, index) => keepsClock(scheduler, index))
      .flatMap((part) =>
        seenOf(part.scheduler, joined(path, part.path), isCut || scheduler.name === 'CooldownScheduler'),
      ),
  ]
}

/** A path behind another. */
export const joined = (path: string, step: string): string => (path === '' ? step : `${path}.${step}`)

/** Whether a part of a node sees the node's own clock and run. */
function keepsClock(node: ComposerScheduler, index: number): boolean {
  switch (node.name) {
    case 'ProductScheduler':
    case 'MinimumScheduler':
    case 'MaximumScheduler':
    case 'ClampScheduler':
    case 'AffineScheduler':
    case 'CooldownScheduler':
      return true
    case 'WithWarmupScheduler':
      return (node as unknown as { start: string }).start !== 'after'
    case 'SequenceScheduler':
      return (node as unknown as { schedulers: readonly SequencePart[] }).schedulers[index]!.clock === 'outer'
    default:
      return false
  }
}
