// What would a hundred machines do, and a thousand? Simulates threads that take parts from Redis, make them and put them into a
// bucket, from measured figures. `node benches/cluster/simulate.mjs [PART_SECONDS]` prints a table.

/** What was measured (benches/cluster/measure.mjs), and what S3 says of itself. */
export const FIGURES = {
  /** Seconds of Redis' one thread for a part: taken, its lock renewed, counted, finished. */
  redis: 0.0006,
  /** Seconds between a request and its answer. */
  latency: 0.02,
  /** Requests of a part one after the other: what is looked at and read, then two puts. */
  reads: 3,
  puts: 2,
  /** Of a prefix in a second, before it answers 503 (S3's own guide). */
  putsASecond: 3500,
  getsASecond: 5500,
  /** At the end, by the one who ends: requests for each part, and how many are on their way at a time. */
  endRequests: 1,
  endAtATime: 48,
  /** Then all names are listed so often, a thousand in a request; a part has two names. Seconds for each request. */
  looks: 3,
  listLatency: 0.1,
}

/** Something that does one thing after the other, as they come. */
const server = (service) => {
  let free = 0
  let busy = 0
  return {
    take(now) {
      free = Math.max(free, now) + service
      busy += service
      return free
    },
    busy: () => busy,
  }
}

/** What happens next: times with what they belong to, the earliest first. */
class Agenda {
  #heap = []
  add(time, what) {
    const heap = this.#heap
    let at = heap.push({ time, what }) - 1
    for (let above = (at - 1) >> 1; at > 0 && heap[above].time > heap[at].time; above = (at - 1) >> 1) {
      ;[heap[at], heap[above]] = [heap[above], heap[at]]
      at = above
    }
  }
  next() {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (heap.length === 0) return first
    heap[0] = last
    for (let at = 0, child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1].time < heap[child].time) child++
      if (heap[at].time <= heap[child].time) break
      ;[heap[at], heap[child]] = [heap[child], heap[at]]
      at = child
    }
    return first
  }
  get size() {
    return this.#heap.length
  }
}

/** Seconds until all parts are there, until the manifest is, and how busy each thing was. */
export function simulate({ machines, threads = 8, parts = 100_000, part, figures = FIGURES }) {
  const redis = server(figures.redis)
  const puts = server(1 / figures.putsASecond)
  const gets = server(1 / figures.getsASecond)
  const agenda = new Agenda()
  for (let thread = 0; thread < machines * threads; thread++) agenda.add(0, 0)
  let [taken, last] = [0, 0]
  while (agenda.size > 0) {
    const { time, what: step } = agenda.next()
    if (step === 0) {
      if (taken++ < parts) agenda.add(redis.take(time), 1)
      else last = Math.max(last, time)
    } else if (step <= figures.reads) agenda.add(gets.take(time) + figures.latency, step + 1)
    // Parts are about as long, and never quite.
    else if (step === figures.reads + 1) agenda.add(time + part * (0.9 + ((taken * 7919) % 1000) / 5000), step + 1)
    else agenda.add(puts.take(time) + figures.latency, step === figures.reads + 1 + figures.puts ? 0 : step + 1)
  }
  const { endRequests, latency, endAtATime, getsASecond, looks, listLatency } = figures
  const reading = Math.max((parts * endRequests * latency) / endAtATime, (parts * endRequests) / getsASecond)
  const end = reading + looks * Math.ceil((2 * parts) / 1000) * listLatency
  const ideal = (parts * part) / (machines * threads)
  const busy = { redis: redis.busy() / last, puts: puts.busy() / last, gets: gets.busy() / last }
  return { seconds: last, end, ideal, busy }
}

if (process.argv[1]?.endsWith('simulate.mjs')) {
  const given = Number(process.argv[2])
  const rows = []
  for (const part of given > 0 ? [given] : [2, 20]) {
    for (const machines of [1, 10, 100, 1000]) {
      const { seconds, end, ideal, busy } = simulate({ machines, part })
      const share = (value) => `${Math.round(100 * value)} %`
      rows.push({
        'a part, s': part,
        machines,
        'by processors alone, s': ideal.toFixed(0),
        'all parts, s': seconds.toFixed(0),
        'then the manifest, s': end.toFixed(0),
        Redis: share(busy.redis),
        PUT: share(busy.puts),
        GET: share(busy.gets),
      })
    }
  }
  console.table(rows)
}
