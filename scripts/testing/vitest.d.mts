/** What a run of vitest came to. */
export interface Found {
  /** What it printed, where that was not shown. */
  text: string
  /** Whether it was ended at a set time. */
  stopped: boolean
  code: number | null
  passed: number
  failed: number
  skipped: number
  /** The tests that failed, by file. */
  failures: { file: string; test: string; message: string }[]
  /** The files that were to run and were never reported. */
  lost: { file: string; why: string }[]
  /** How long each file took. */
  seconds: Record<string, number>
}

/** Runs vitest with these arguments, and counts what it found. */
export function runVitest(
  args: readonly string[],
  options?: { env?: Record<string, string>; show?: boolean; node?: string; until?: number },
): Promise<Found>
