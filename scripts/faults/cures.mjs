// The cures that errors print, carried out to the letter.
import { readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

let moved = 0

/** Each: what the error says, and what is done. What only takes the cause away is nothing to do: it is gone by then. */
const CURES = [
  [
    / Delete (\S+)(?: and (\S+))? and run again(?:\.|, or choose another folder\.)$/,
    (folder, [, ...names]) => {
      for (const name of names)
        if (name !== undefined) rmSync(path.join(folder, name), { recursive: true, force: true })
    },
  ],
  [
    /Cannot \w+ (?:up )?(\S+): .* stands where a (?:file|folder) has to be(?:, at (\S+))?\. Move it out of the way and run again/,
    (folder, [, file, blocker = file]) => renameSync(blocker, path.join(path.dirname(folder), `moved-${moved++}`)),
  ],
  [
    / Choose another folder, or delete what is in this one\.$/,
    (folder) => {
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true })
    },
  ],
  [/ Run again(?:\.|: what is complete is kept\.)$/, () => {}],
  [/ (?:then run again|run again): what is complete is kept\.$/, () => {}],
  [/ Check the device, or choose another folder\.$/, () => {}],
  [/ Grant the right to it, or choose another folder\.$/, () => {}],
  [/ Find out what else writes into \S+, then run again\.$/, () => {}],
]

/** Carries out the cure of the error in a standard error output; false where there is none that is known. */
export function cure(folder, stderr) {
  const line = stderr.trimEnd().split('\n').at(-1) ?? ''
  if (!line.startsWith('scale-schedule: ') || /internal error/i.test(line)) return false
  for (const [pattern, carryOut] of CURES) {
    const match = pattern.exec(line)
    if (match === null) continue
    carryOut(folder, match)
    return true
  }
  return false
}
