/**
 * The packages that write files: loaded when asked for, and their installed versions.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { SweepError } from '../errors.js'

/**
 * An optional package.
 *
 * @param purpose what it is needed for, as the subject of 'are written by'
 * @throws SweepError 'missing-package' when it is not installed
 */
export async function loadOptional<T>(name: string, purpose: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(name, error)) throw error
    throw new SweepError(
      'missing-package',
      `${purpose} are written by the package ${name}; it is not installed. Run: npm install ${name}`,
      { cause: error },
    )
  }
}

// Not when something that the package itself imports is missing.
const isMissing = (name: string, error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') &&
  error.message.includes(`'${name}'`)

/**
 * The version of an installed package.
 *
 * @param via the package that it is a dependency of, when it is not one of ours
 */
export function installedVersion(name: string, via?: string): string {
  const ours = createRequire(import.meta.url)
  const require = via === undefined ? ours : createRequire(ours.resolve(via))
  // Few packages export their package.json, so it is looked for above their entry.
  for (let folder = path.dirname(require.resolve(name)); ; folder = path.dirname(folder)) {
    const found = readManifest(path.join(folder, 'package.json'))
    if (found?.name === name && found.version !== undefined) return found.version
    if (folder === path.dirname(folder)) throw new Error(`No package.json of ${name}.`)
  }
}

function readManifest(file: string): { name?: string; version?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
