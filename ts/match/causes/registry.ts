/**
 * The causes in the order in which they are tried: the first that has every row is the answer.
 */
import { findAccumulation } from './accumulation.js'
import type { Finder } from './explanation.js'
import { findRestart, findSkipped } from './later.js'
import { findRatio, findTotal } from './length.js'
import { findBase, findFloat32 } from './scale.js'
import { findEarly, findLate } from './shift.js'

export const CAUSES: readonly Finder[] = [
  findLate,
  findEarly,
  findAccumulation,
  findRatio,
  findTotal,
  findRestart,
  findSkipped,
  findFloat32,
  findBase,
]
