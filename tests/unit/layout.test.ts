/** The picture of the layout in docs/design.md has every folder, with a sentence. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/examples.js'

/** The folders below one, down to a depth. */
function foldersOf(folder: string, depth: number): string[] {
  const names = readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
  return depth === 1 ? names : names.flatMap((name) => [name, ...foldersOf(name, depth - 1)])
}

/** The folders of the picture with their sentences. */
function picture(): Map<string, string> {
  const text = readFileSync(path.join(ROOT, 'docs/design.md'), 'utf8')
  const [, block] = /```text\n(crate\/src\/[\s\S]*?)```/.exec(text)!
  const above: string[] = []
  const found = new Map<string, string>()
  for (const line of block!.trimEnd().split('\n')) {
    const [, indent, name, sentence] = /^( *)(\S+)\/ +(\S.*)$/.exec(line)!
    above.length = indent!.length / 2
    above.push(name!)
    found.set(above.join('/'), sentence!)
  }
  return found
}

test('each folder has its sentence, and each sentence its folder', () => {
  // Folders below these two levels hold one concept of many alike, such as a format or a command.
  const folders = ['crate/src', 'ts', ...foldersOf('crate/src', 1), ...foldersOf('ts', 1)]
  const inner = foldersOf('ts', 1).flatMap((folder) => foldersOf(folder, 1))
  expect([...picture().keys()].sort()).toEqual([...folders, ...inner].sort())
})
