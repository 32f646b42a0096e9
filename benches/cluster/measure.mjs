// What does a queue cost beside the local pool, what does a part cost Redis and a bucket, and how much memory does a driver of
// 100,000 parts have? `node benches/cluster/measure.mjs [overhead] [requests] [large]` prints a table for each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { scaleSchedule, startRedis, startS3, stopAll } from './services.mjs'

const asked = process.argv.slice(2)
const wants = (name) => asked.length === 0 || asked.includes(name)
const home = mkdtempSync(path.join(process.env.BENCH_HOME ?? tmpdir(), 'scale-schedule-bench-'))
const scheduler = { name: 'cosine_with_warmup', t_warmup: '10ba', alpha_f: 0.1 }
const optimizer = { lr: 0.001 }

/** Parts of some two seconds: summaries of 100 million batches and more. */
const parts = (count) => ({
  base: { max_duration: '700000000ba', scheduler, optimizer },
  grid: { t_warmup: { range: ['10ba', `${count * 10}ba`, '10ba'] } },
})

function specOf(name, spec) {
  const file = path.join(home, `${name}.json`)
  writeFileSync(file, JSON.stringify(spec))
  return file
}

const port = await startRedis(home)
const url = `redis://127.0.0.1:${port}`
const client = new Redis({ port })
// Installing the S3 server takes longer than it waits; it comes back by itself.
client.on('error', () => {})
const seconds = async (work) => {
  const started = performance.now()
  const result = await work()
  return [(performance.now() - started) / 1000, result]
}
const workers = async (count, env, more = []) => {
  const all = Array.from({ length: count }, () =>
    scaleSchedule(['worker', '--queue', url, '--concurrency', '1', ...more], env),
  )
  // So that starting them is not counted.
  while ((await client.zcard(`{scale-schedule}:here:${process.env.npm_package_version ?? (await version())}`)) < count)
    await sleep(50)
  return all
}
async function version() {
  const { readFile } = await import('node:fs/promises')
  return JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version
}
const end = async (all) => {
  for (const { child } of all) child.kill('SIGTERM')
  return Promise.all(all.map(({ ended }) => ended))
}

/** Two workers on this machine beside its own pool of two, in turns. */
async function overhead() {
  const count = 16
  const spec = specOf('overhead', parts(count))
  const rows = []
  for (let round = 0; round < 3; round++) {
    const [local] = await seconds(
      () => scaleSchedule(['sweep', spec, '-o', path.join(home, `l${round}`), '--quiet', '--workers', '2']).ended,
    )
    const all = await workers(2)
    const [queue] = await seconds(
      () => scaleSchedule(['sweep', spec, '-o', path.join(home, `q${round}`), '--quiet', '--queue', url]).ended,
    )
    await end(all)
    rows.push({
      parts: count,
      'local pool, s': local.toFixed(1),
      'two workers, s': queue.toFixed(1),
      'a part, s': ((local * 2) / count).toFixed(2),
      'overhead, %': (100 * (queue / local - 1)).toFixed(1),
    })
  }
  console.table(rows)
}

/** What a part costs Redis and a bucket, beside its own bytes. */
async function requests() {
  const s3 = await startS3()
  const made = 400
  const spec = specOf('requests', {
    base: { max_duration: '8192ba', scheduler, optimizer },
    grid: { t_warmup: { range: ['10ba', `${made * 5}ba`, '10ba'] } },
    keep: 'all',
    part_size: 65_536,
  })
  await client.config('RESETSTAT')
  const usage = async () =>
    Number(/used_cpu_user:([\d.]+)/.exec(await client.info('cpu'))[1]) +
    Number(/used_cpu_sys:([\d.]+)/.exec(await client.info('cpu'))[1])
  const before = await usage()
  const all = await workers(2, s3.env)
  const [time] = await seconds(
    () => scaleSchedule(['sweep', spec, '-o', 's3://sweeps/x', '--quiet', '--queue', url], s3.env).ended,
  )
  await end(all)
  const cpu = (await usage()) - before
  const commands = [...(await client.info('commandstats')).matchAll(/calls=(\d+)/g)].reduce(
    (sum, [, calls]) => sum + Number(calls),
    0,
  )
  const total = Number(made) + 1
  const each = (count = 0) => (count / total).toFixed(1)
  const { GET, PUT, HEAD, LIST } = s3.counts
  console.table([
    {
      parts: total,
      s: time.toFixed(1),
      'Redis commands a part': each(commands),
      'Redis ms a part': ((1000 * cpu) / total).toFixed(2),
      PUT: each(PUT),
      GET: each(GET),
      HEAD: each(HEAD),
      'LIST in all': LIST,
    },
  ])
}

/** A hundred thousand parts that cost nothing. */
async function large() {
  const spec = specOf('large', {
    base: { max_duration: '4096000ba', scheduler: { name: 'constant' }, optimizer },
    grid: { lr: { linspace: [0.1, 0.2, 99] } },
    keep: 'all',
    part_size: 65_536,
  })
  const store = path.join(home, 'large')
  const [enqueue, first] = await seconds(
    () => scaleSchedule(['sweep', spec, '-o', store, '--quiet', '--queue', url, '--detach']).ended,
  )
  const memory = Number(/used_memory:(\d+)/.exec(await client.info('memory'))[1]) / 1e6
  const all = await workers(2)
  const [commit, last] = await seconds(() => scaleSchedule(['resume', store, '--quiet', '--queue', url]).ended)
  await end(all)
  console.table([
    {
      parts: 99_005,
      'planned and enqueued, s': enqueue.toFixed(0),
      'driver, MB': first.peak.toFixed(0),
      'Redis, MB': memory.toFixed(0),
      'made and committed, s': commit.toFixed(0),
      'its driver, MB': last.peak.toFixed(0),
      'ended with': last.code,
    },
  ])
}

try {
  console.log(
    `${os.cpus()[0]?.model}, ${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}, Node ${process.version}`,
  )
  if (wants('overhead')) await overhead()
  if (wants('requests')) await requests()
  if (wants('large')) await large()
} finally {
  client.disconnect()
  await stopAll()
  rmSync(home, { recursive: true, force: true })
}
