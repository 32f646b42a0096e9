/** Before each test file: all properties take the seed of the run, and as many runs as it asks for. */
import fc from 'fast-check'
import { runs, SEED } from './repetition.js'

fc.configureGlobal({ seed: SEED, numRuns: runs(100) })
