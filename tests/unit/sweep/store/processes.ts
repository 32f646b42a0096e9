/**
 * Other processes that put into a folder, and the files there.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from '../../../helpers/examples.js'
import { newFolder } from '../../../helpers/folders.js'

export const bytes = (text: string) => new Uint8Array(Buffer.from(text))

/** All files, temporaries too. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()

/** The FolderStore as a file that other processes import. */
export async function bundleStore(): Promise<string> {
  const bundle = await rolldown({ input: path.join(ROOT, 'ts/sweep/store/folder.ts'), external: [/^node:/] })
  const file = path.join(newFolder(), 'folder.mjs')
  await bundle.write({ file, format: 'esm' })
  await bundle.close()
  return file
}

/** A program that runs statements with `FolderStore`, and logs what they return or the error they end with. */
export const programOf = (bundle: string, statements: string, first = '') => `
  import { FolderStore } from ${JSON.stringify(bundle)}
  ${first}
  const run = async () => { ${statements} }
  console.log(JSON.stringify(await run().catch((e) => ({ code: e.code, message: e.message }))))`

/** Starts a program in a process of its own. */
export const start = (program: string): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })

/** What a started program logs. */
export const resultOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (chunk) => {
      text += chunk
    })
    child.on('close', () => {
      try {
        resolve(JSON.parse(text))
      } catch (error) {
        reject(error)
      }
    })
  })
