/**
 * What may happen to a file of a sweep, and all of its files as they are.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** The SHA-256 of all files; what is no file, as what it is. */
export function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  return Object.fromEntries(
    entries
      .map((entry): [string, string] => {
        const file = path.join(entry.parentPath, entry.name)
        return [
          path.relative(folder, file),
          entry.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file',
        ]
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Damages by their names; a link leads to a file `.kept` beside it. */
export const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  deleted: (file) => unlinkSync(file),
  'cut short': (file) => truncateSync(file, readFileSync(file).length - 7),
  emptied: (file) => truncateSync(file, 0),
  longer: (file) => appendFileSync(file, '\n'),
  'one bit altered': (file) => {
    const bytes = readFileSync(file)
    // Not where a sidecar has its plan: that would be one of another plan.
    bytes[(bytes.length * 7) >> 3]! ^= 1
    writeFileSync(file, bytes)
  },
  'a digit altered': (file) => {
    const text = readFileSync(file, 'latin1')
    const at = text.search(/\d(?=\D*$)/)
    writeFileSync(file, `${text.slice(0, at)}${text[at] === '7' ? '3' : '7'}${text.slice(at + 1)}`, 'latin1')
  },
  'replaced by another file': (file) => writeFileSync(file, 'something else'),
  'replaced by a link': (file) => {
    renameSync(file, `${path.dirname(file)}/.kept`)
    symlinkSync('.kept', file)
  },
  'replaced by a dangling link': (file) => {
    unlinkSync(file)
    symlinkSync('none', file)
  },
  'replaced by a folder': (file) => {
    unlinkSync(file)
    mkdirSync(file)
  },
  ...(process.platform === 'linux' && {
    'replaced by a named pipe': (file: string) => {
      unlinkSync(file)
      execFileSync('mkfifo', [file])
    },
    'replaced by a link to a device': (file: string) => {
      unlinkSync(file)
      symlinkSync('/dev/zero', file)
    },
  }),
}
