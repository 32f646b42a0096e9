/** Where the pictures are. */
export const FOLDER: string
/** Each picture by its name: an SVG that the entries given make. */
export function pictures(
  core: Pick<typeof import('scale-schedule'), 'Scheduler' | 'TrainingRun'>,
  charts: Pick<typeof import('scale-schedule/plot'), 'plot'>,
): Record<string, string>
