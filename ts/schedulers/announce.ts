/**
 * What is worth a warning once a scheduler is resolved. Throws nothing.
 */
import type { Curve } from '../curve/curve.js'
import { warn } from '../errors/warning.js'

/** Warns of a ramp without a length, and of an end that Composer refuses. */
export function announce(type: string, curve: Curve): void {
  if (curve.warmupIsZero) {
    warn(
      `${type}: the warm-up has a length of 0. A t_warmup given as a fraction of the run is truncated in the unit of max_duration; give it in a finer unit.`,
    )
  }
  if (curve.tMaxIsShort) {
    warn(`${type}: t_max ends before max_duration, where Composer refuses the schedule; it is held from there on.`)
  }
}
