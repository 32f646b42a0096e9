// Services that tests of many machines run against, on this one: Redis from Debian, an S3 server (moto) and the schemas of
// Kubernetes from PyPI, in .build/services. `node scripts/services.mjs` installs what is missing, in a minute.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { install } from './debian.mjs'
import { environment } from './python.mjs'

const PACKAGES = ['moto[server]>=5.2,<5.3', 'kubernetes-validate>=1.33', 'pyyaml>=6']

/** A Python that has the packages; made on first use. */
export const python = () => environment('services', PACKAGES, 'Tests of many machines use moto and kubernetes-validate')

/** The program of Redis, installed where it is missing. */
export function redis() {
  const isHere = () => spawnSync('redis-server', ['--version']).status === 0
  if (isHere()) return 'redis-server'
  const why = install('redis-server')
  if (isHere()) return 'redis-server'
  throw new Error(`Tests of many machines need redis-server: ${why ?? 'it does not run.'}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const service of [python, redis]) {
    try {
      console.log(`here: ${service()}`)
    } catch (error) {
      // The tests that need it say the same, one by one.
      console.log(error.message)
    }
  }
}
