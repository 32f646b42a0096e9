// What every run of vitest tells beside its usual report: the seed, and each file whose process died, hung or was never
// reported. A process whose file does not end within the limit is ended from outside, as a loop in it can't be stopped.
// Writes its findings, a line of JSON each, to the file that SCALE_SCHEDULE_REPORT names.
import { appendFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
// A file's time in seconds; the longest takes four minutes where others use the machine as well.
const LIMIT = Number(process.env.FILE_LIMIT ?? 900)
const EVERY = 250

export default class Reporter {
  /** The files that are to run and have not ended, as `project file`. */
  open = new Set()
  hung = new Set()
  running = path.join(tmpdir(), `scale-schedule-running-${process.pid}`)

  onInit(vitest) {
    this.vitest = vitest
    // The processes of tests inherit it, and write there what they run.
    process.env.SCALE_SCHEDULE_RUNNING = this.running
  }

  onTestRunStart(specifications) {
    for (const { project, moduleId } of specifications) this.open.add(nameOf(project, moduleId))
    const { repetition } = this.vitest.projects[0]?.getProvidedContext() ?? {}
    if (repetition !== undefined) {
      const size = repetition.runs === null ? (repetition.isFull ? 'full' : 'small') : `${repetition.runs} runs each`
      console.log(`Properties: SEED=${repetition.seed}, ${size} (SEED, RUNS and SIZE=full change it)`)
    }
    this.write({ planned: [...this.open] })
    this.timer = setInterval(() => this.watch(), EVERY)
    this.timer.unref()
  }

  onTestModuleEnd(module) {
    const name = nameOf(module.project, module.moduleId)
    this.open.delete(name)
    const tests = [...module.children.allTests()]
    const count = (state) => tests.filter((test) => test.result().state === state).length
    const failed = tests.filter((test) => test.result().state === 'failed')
    const failures = failed.map((test) => ({
      test: test.fullName,
      message: test.result().errors?.[0]?.message ?? '',
    }))
    // A file that can't be loaded, or a suite whose set-up fails, has an error and perhaps no test.
    if (!module.ok() && failures.length === 0) {
      failures.push({ test: '(the file itself)', message: module.errors()[0]?.message ?? '' })
    }
    const skipped = count('skipped') + count('pending')
    const milliseconds = Math.round(module.diagnostic().duration + module.diagnostic().collectDuration)
    this.write({ ended: name, passed: count('passed'), skipped, failures, milliseconds })
  }

  onTestRunEnd(_, errors) {
    clearInterval(this.timer)
    rmSync(this.running, { recursive: true, force: true })
    for (const name of this.open) {
      const why = this.hung.has(name)
        ? `did not end within ${LIMIT} s (FILE_LIMIT), so its process was ended`
        : 'was never reported: its process died'
      console.error(`FAIL ${name} ${why}`)
      this.write({ lost: name, why })
    }
    if (this.open.size > 0) process.exitCode = 1
    this.write({ finished: true, errors: errors.map(({ message }) => String(message)) })
  }

  /** Ends processes that are over the limit. */
  watch() {
    for (const { pid, file, since } of this.records()) {
      const name = [...this.open].find((open) => open.endsWith(` ${relative(file)}`))
      if (name === undefined || Date.now() - since < LIMIT * 1000 || this.hung.has(name)) continue
      try {
        process.kill(pid, 'SIGKILL')
        this.hung.add(name)
      } catch {
        // It died by itself.
      }
    }
  }

  /** What processes wrote that they run. */
  records() {
    try {
      return readdirSync(this.running).map((file) => JSON.parse(readFileSync(path.join(this.running, file), 'utf8')))
    } catch {
      // None yet, or one is being written.
      return []
    }
  }

  write(finding) {
    const file = process.env.SCALE_SCHEDULE_REPORT
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(finding)}\n`)
  }
}

const relative = (file) => path.relative(ROOT, file).replaceAll(path.sep, '/')
const nameOf = (project, file) => `${project.name} ${relative(file)}`
