// Which processor and which machine is this? What is measured is kept by the answer.
import { readFileSync } from 'node:fs'
import os from 'node:os'

/** What Linux tells of the first processor: several generations share one name, such as "AMD EPYC". */
function fromKernel(key) {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8').match(new RegExp(`^${key}\\s*:\\s*(\\d+)$`, 'm'))?.[1]
  } catch {
    return undefined
  }
}

/** The name, with family and model where the system tells them. */
export function processor() {
  const name = (os.cpus()[0]?.model ?? 'unknown').replace(/\s+/g, ' ').trim()
  const [family, model] = [fromKernel('cpu family'), fromKernel('model')]
  return family === undefined || model === undefined ? name : `${name}, family ${family}, model ${model}`
}

/** The name of a processor's file: "AMD EPYC, family 25, model 17" is in amd-epyc-25-17.json. */
export function slugOf(name) {
  return name
    .toLowerCase()
    .replace(/\((?:r|tm)\)|\b(?:processor|cpu|family|model)\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** The machine around it, in a line: cores, memory, engine, system. */
export function machine() {
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`
  return `${os.cpus().length} cores, ${memory}; V8 ${process.versions.v8}; ${os.type()} ${os.release()} ${os.arch()}`
}
