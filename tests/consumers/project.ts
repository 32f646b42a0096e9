/**
 * Small programs in the shared project: a folder each, from where the installed package is found.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inject } from 'vitest'

const { project, tools } = inject('consumers')

/** The project's folder, whose node_modules have the package. */
export const PROJECT = project

/** A tool by its path in the installed tools. */
export const tool = (name: string): string => path.join(tools, 'node_modules', name)

/** Writes a program's files into a folder of its own. */
export async function write(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(PROJECT, name)
  await mkdir(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text)
  return folder
}

/** A page that runs a module, with what stands before it. */
export const page = (script: string, before = ''): string =>
  `<!doctype html><meta charset="utf-8"><title>consumer</title>${before}<script type="module" src="${script}"></script>`
