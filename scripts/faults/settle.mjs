// What has to hold after each fault: the same command ends with the bytes of an undisturbed run, or with an error whose
// cure leads there.
import { cure } from './cures.mjs'
import { contents, difference, run } from './sweep.mjs'

/** Cures may uncover one another, but not for ever. */
const MOST_CURES = 5

/** What is wrong with how a disturbed run ended; null for nothing. */
export function judge(ended, folder, expected) {
  const { code, signal, stderr, late } = ended
  if (late) return `it hung: ${stderr}`
  if (code === 0) {
    // What it could not remove of its own is left to the next run.
    const wrong = difference(contents(folder, { hidden: false }), expected)
    return wrong === null ? null : `it ended as done, but ${wrong}`
  }
  if (signal === 'SIGKILL') return null
  return cure(folder, stderr) ? null : `an error without a cure that works: ${stderr}`
}

/** Runs the same command, and carries out cures, until it is done; what is wrong then, or null. */
export async function settle(spec, folder, expected) {
  for (let cures = 0; ; cures++) {
    const ended = await run(spec, folder)
    if (ended.code === 0) {
      const wrong = difference(contents(folder), expected)
      return wrong === null ? null : `at the end ${wrong}`
    }
    if (ended.late) return `it hung: ${ended.stderr}`
    if (cures === MOST_CURES || !cure(folder, ended.stderr)) return `the cure does not lead on: ${ended.stderr}`
  }
}
