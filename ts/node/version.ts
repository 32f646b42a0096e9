/**
 * The version of this package: the command line tells it, and it is part of every plan, as another may give other bits.
 */
import { readFileSync } from 'node:fs'

/** The version in the nearest package.json above this file with the package's name. */
export function ownVersion(): string {
  for (let up = './'; up.length < 20; up += '../') {
    try {
      const found = JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8'))
      if (found.name === 'scale-schedule') return found.version
    } catch {
      // Not here: one further up.
    }
  }
  return 'unknown'
}
