/**
 * What the tests of consumers share in a run: the packed tarball installed in a project, and the tools that use it.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { ROOT } from '../helpers/examples.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders: of the project that has the package, and of the installed tools. */
    consumers: { project: string; tools: string }
  }
}

const run = promisify(execFile)
const npm = (args: string[], cwd: string) => run('npm', args, { cwd, shell: process.platform === 'win32' })
const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
const PINNED = path.join(ROOT, 'tests/consumers/package.json')

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  // Outside of the repository, whose tsconfig.json and packages would be found from within.
  const folder = await mkdtemp(path.join(tmpdir(), 'scale-schedule-consumers-'))
  const [project, tools] = await Promise.all([installPackage(folder), installTools()])
  provide('consumers', { project, tools })
  return () => rm(folder, { recursive: true, force: true })
}

async function installPackage(folder: string): Promise<string> {
  // The tests run on a build already; packing must not build again beneath the other files.
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT)
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))!
  await writeFile(path.join(folder, 'package.json'), '{ "name": "project", "private": true, "type": "module" }')
  await npm(['install', ...QUIET, path.join(folder, tarball)], folder)
  return folder
}

/** Once, and again when a pinned version changes. */
async function installTools(): Promise<string> {
  const tools = path.join(ROOT, '.build/consumers')
  const installed = path.join(tools, 'package.json')
  const isFresh = existsSync(installed) && (await readFile(installed, 'utf8')) === (await readFile(PINNED, 'utf8'))
  if (isFresh) return tools
  await mkdir(path.dirname(tools), { recursive: true })
  // Aside at first: what is at its place is whole, also when another run does the same.
  const aside = await mkdtemp(`${tools}-`)
  await cp(PINNED, path.join(aside, 'package.json'))
  await npm(['install', ...QUIET], aside)
  await rm(tools, { recursive: true, force: true })
  await rename(aside, tools)
  return tools
}
