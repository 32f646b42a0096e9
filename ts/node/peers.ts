/**
 * Optional packages that stand together: loaded when they are needed, and all that are missing told in one line.
 */
import { readFileSync } from 'node:fs'
import { systemCode } from './system.js'

/** Packages are needed that are not installed. */
export class MissingPeers extends Error {
  /** How to install them, at versions that fit. */
  readonly command: string

  constructor(names: readonly string[], options?: ErrorOptions) {
    const command = `npm install ${names.map(versioned).join(' ')}`
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    const are = names.length === 1 ? 'is' : 'are'
    super(
      `needs the optional package${names.length === 1 ? '' : 's'} ${list}; found none that ${are} installed. Run: ${command}`,
      options,
    )
    this.command = command
  }
}

/**
 * Loads packages.
 *
 * @throws MissingPeers when some are not installed, of which it names all
 */
export async function loadPeers<T extends Readonly<Record<string, () => Promise<unknown>>>>(
  loads: T,
): Promise<{ readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const missing: string[] = []
  let cause: unknown
  const found = await Promise.all(
    Object.entries(loads).map(async ([name, load]) => {
      try {
        return [name, await load()] as const
      } catch (error) {
        if (!isMissing(name, error)) throw error
        missing.push(name)
        cause = error
        return [name, undefined] as const
      }
    }),
  )
  if (missing.length > 0)
    throw new MissingPeers(
      Object.keys(loads).filter((name) => missing.includes(name)),
      { cause },
    )
  return Object.fromEntries(found) as never
}

// Not when something that the package itself imports is missing.
const isMissing = (name: string, error: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(systemCode(error) ?? '') &&
  (error as Error).message.includes(`'${name}'`)

/** A package at the major version that this one is made for. */
function versioned(name: string): string {
  for (let up = './'; up.length < 20; up += '../') {
    try {
      const found = JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8'))
      if (found.name !== 'scale-schedule') continue
      const [, major] = /^\^(\d+)\./.exec(found.peerDependencies?.[name] ?? '') ?? []
      return major === undefined ? name : `${name}@${major}`
    } catch {
      // Not here: one further up.
    }
  }
  return name
}
