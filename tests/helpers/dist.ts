/** The build that is tested. */
import { fileURLToPath } from 'node:url'

/** The folder of the build that is tested. */
export const DIST = process.env.SCALE_SCHEDULE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url))
