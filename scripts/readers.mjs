// Readers of files that are not ours, for tests: a Python with NumPy, pandas and PyArrow in .build/readers.
// `node scripts/readers.mjs` makes it where it is missing, which takes a network and half a minute.
import { fileURLToPath } from 'node:url'
import { environment } from './python.mjs'

/** A Python that has the packages; made on first use. */
export const python = () =>
  environment(
    'readers',
    ['numpy>=1.24', 'pandas>=2', 'pyarrow>=14'],
    'Some tests read files with NumPy, pandas and PyArrow',
  )

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`the readers are in ${python()}`)
  } catch (error) {
    // The tests that need them say the same, one by one.
    console.log(error.message)
  }
}
