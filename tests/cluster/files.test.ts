/** The script for Slurm and the manifests for Kubernetes in examples/cluster: they are what these take, and do what they say. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { python } from '../../scripts/services.mjs'
import { DIST } from '../helpers/dist.js'
import { ROOT } from '../helpers/examples.js'
import { newFolder } from '../helpers/folders.js'
import { contents } from '../package/sweep/spec.js'

const EXAMPLES = path.join(ROOT, 'examples/cluster')
const textOf = (name: string) => readFileSync(path.join(EXAMPLES, name), 'utf8')

/** A folder with the command in it, as where the package is installed globally. */
function installed(): NodeJS.ProcessEnv {
  const bin = newFolder()
  writeFileSync(
    path.join(bin, 'scale-schedule'),
    `#!/bin/sh\nexec '${process.execPath}' '${path.join(DIST, 'cli/main.js')}' "$@"\n`,
  )
  chmodSync(path.join(bin, 'scale-schedule'), 0o755)
  return { ...process.env, PATH: [bin, process.env.PATH].join(path.delimiter) }
}

const SPEC = path.join(ROOT, 'examples/mpt-family.yaml')

/** The sweep of one machine. */
function local(env: NodeJS.ProcessEnv): Record<string, string> {
  const folder = path.join(newFolder(), 'local')
  expect(spawnSync('scale-schedule', ['sweep', SPEC, '-o', folder, '--quiet'], { env }).status).toBe(0)
  return contents(folder)
}

test('the script for Slurm makes a sweep, task by task', () => {
  expect(spawnSync('bash', ['-n', path.join(EXAMPLES, 'slurm.sh')]).status).toBe(0)
  const [, from, to] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(textOf('slurm.sh'))!.map(Number)
  const env = installed()
  const folder = path.join(newFolder(), 'out')
  // The first tasks make all parts there are; the last one has none.
  for (const task of [from!, to!, from! + 1]) {
    const slurm = { ID: task, MIN: from!, STEP: 1, COUNT: to! - from! + 1 }
    const set = Object.entries(slurm).map(([key, value]) => [`SLURM_ARRAY_TASK_${key}`, String(value)])
    const { status, stderr } = spawnSync(path.join(EXAMPLES, 'slurm.sh'), [SPEC, folder], {
      env: { ...env, ...Object.fromEntries(set), SLURM_CPUS_PER_TASK: '1' },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  }
  expect(contents(folder)).toEqual(local(env))
})

test.each(['kubernetes.yaml', 'workers.yaml'])('%s is what its schema in Kubernetes says', (name) => {
  const program = `
import json, sys, yaml, kubernetes_validate
found = [kubernetes_validate.validate(document, '1.33', strict=True) for document in yaml.safe_load_all(open(sys.argv[1]))]
print(len(found))`
  const run = (file: string) => spawnSync(python(), ['-c', program, file], { encoding: 'utf8' })
  const { status, stdout, stderr } = run(path.join(EXAMPLES, name))
  expect([status, stdout.trim(), stderr]).toEqual([0, String(parseAllDocuments(textOf(name)).length), ''])
  const wrong = path.join(newFolder(), name)
  writeFileSync(wrong, textOf(name).replace('image:', 'picture:'))
  expect(run(wrong).status).not.toBe(0)
})

test('the services of the compose file are started by commands that there are, and the workers drain in time', () => {
  const { services } = parseAllDocuments(textOf('compose.yaml'))[0]!.toJS()
  const env = installed()
  for (const name of ['worker', 'driver']) {
    const [program, command, ...words] = services[name].command as string[]
    const help = spawnSync(program!, [command!, '--help'], { env, encoding: 'utf8' }).stdout
    for (const option of words.filter((word) => word.startsWith('-'))) expect(help).toMatch(new RegExp(`${option}[ ,]`))
  }
  const { stdout } = spawnSync('scale-schedule', ['worker', '--help'], { env, encoding: 'utf8' })
  const [, drain] = /--drain <time>[\s\S]*?\(default:\s+(\d+)s\)/.exec(stdout)!
  expect(Number.parseInt(services.worker.stop_grace_period, 10)).toBeGreaterThan(Number(drain))
})

test('the command of the indexed job makes a sweep, index by index', () => {
  const [document] = parseAllDocuments(textOf('kubernetes.yaml'))
  const { spec } = document!.toJS()
  const [container] = spec.template.spec.containers
  expect(container.command[0]).toBe('scale-schedule')
  expect(container.command.join(' ')).toContain(`--shard auto/${spec.completions}`)
  const env = installed()
  const data = newFolder()
  mkdirSync(path.join(data, 'data'))
  const args = (container.command as string[])
    .slice(1)
    .map((word) => (word.startsWith('/spec/') ? SPEC : word.replace(/^\/data/, path.join(data, 'data'))))
  for (const index of [1, 0, spec.completions - 1]) {
    const { status, stderr } = spawnSync('scale-schedule', args, {
      env: { ...env, JOB_COMPLETION_INDEX: String(index) },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  }
  expect(contents(path.join(data, 'data/mpt-sweep'))).toEqual(local(env))
})
