/** Modules of the built package that its public API does not export. */
import { fileURLToPath } from 'node:url'

/** The folder of the build that is tested. */
export const DIST = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url))

/** Imports a module of the build, such as 'config/index.js'. */
export const dist = <T>(path: string): Promise<T> => import(/* @vite-ignore */ `${DIST}/${path}`) as Promise<T>

/** What a function throws; undefined for nothing. */
export function errorFrom(f: () => unknown): unknown {
  try {
    f()
  } catch (error) {
    return error
  }
  return undefined
}

/** The message of what a function throws. */
export function messageFrom(f: () => unknown): string {
  const error = errorFrom(f)
  return error instanceof Error ? error.message : `no error: ${error}`
}
