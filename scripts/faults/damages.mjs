// Damages to the files of a sweep, after it and while it goes on.
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { callsOf, faultAt } from './library.mjs'
import { judge, settle } from './settle.mjs'
import { run } from './sweep.mjs'

const remove = (file) => rmSync(file, { recursive: true, force: true })
const sizeOf = (file) => readFileSync(file).length

/** What is done to a file; the second is another of the same kind. */
const DAMAGES = {
  deleted: remove,
  'cut short': (file) => truncateSync(file, sizeOf(file) >> 1),
  emptied: (file) => truncateSync(file, 0),
  longer: (file) => appendFileSync(file, 'x\n'),
  'altered in a bit': (file) => {
    const bytes = readFileSync(file)
    bytes[(bytes.length * 7) >> 3] ^= 4
    writeFileSync(file, bytes)
  },
  'altered in a digit': (file) => {
    const text = readFileSync(file, 'latin1')
    const at = text.search(/\d(?=\D*$)/)
    writeFileSync(file, `${text.slice(0, at)}${text[at] === '7' ? '3' : '7'}${text.slice(at + 1)}`, 'latin1')
  },
  'of zeros': (file) => writeFileSync(file, Buffer.alloc(sizeOf(file))),
  'swapped with another': (file, other) => {
    if (!existsSync(other)) return
    renameSync(file, `${file}.kept`)
    renameSync(other, file)
    renameSync(`${file}.kept`, other)
  },
  'replaced by another': (file, other) => {
    remove(file)
    if (existsSync(other)) cpSync(other, file)
  },
  'replaced by a link to a copy': (file) => {
    cpSync(file, path.join(path.dirname(file), '..', '..', `${path.basename(path.dirname(path.dirname(file)))}-copy`))
    remove(file)
    symlinkSync(`../../${path.basename(path.dirname(path.dirname(file)))}-copy`, file)
  },
  'replaced by a dangling link': (file) => {
    remove(file)
    symlinkSync('none', file)
  },
  'replaced by a link to a device': (file) => {
    remove(file)
    symlinkSync('/dev/zero', file)
  },
  'replaced by a named pipe': (file) => {
    remove(file)
    execFileSync('mkfifo', [file])
  },
  'replaced by a folder': (file) => {
    remove(file)
    mkdirSync(file)
  },
  'replaced by a folder with a file': (file) => {
    remove(file)
    mkdirSync(file)
    writeFileSync(path.join(file, 'mine'), 'mine')
  },
}

/** A file and another one that it may be taken for. */
const FILES = [
  ['curves/part-00000.csv', 'curves/part-00001.csv'],
  ['curves/part-00001.csv.json', 'curves/part-00000.csv.json'],
  ['configurations/part-00000.csv', 'configurations/part-00000.parquet'],
  ['configurations/part-00000.parquet', 'curves/part-00000.csv'],
  ['configurations/part-00000.parquet.json', 'configurations/part-00000.csv.json'],
  ['manifest.json', 'plan.json'],
  ['plan.json', 'manifest.json'],
]

/** What is there when a run is stopped, before its last sidecar. */
const STARTED = [
  ['curves/part-00000.csv', 'curves/part-00001.csv'],
  ['curves/part-00000.csv.json', 'configurations/part-00000.csv.json'],
  ['curves/part-00001.csv', 'curves/part-00000.csv'],
  ['configurations/part-00000.csv', 'configurations/part-00000.parquet'],
  ['configurations/part-00000.parquet.json', 'configurations/part-00000.csv.json'],
  ['plan.json', 'curves/part-00000.csv.json'],
]

/** What is done to a folder: of parts, or that of the sweep. */
const FOLDERS = ['curves', 'configurations', '.']
const FOLDER_DAMAGES = {
  deleted: remove,
  'moved away': (file, folder) => renameSync(file, `${folder}-moved`),
  'replaced by a dangling link': DAMAGES['replaced by a dangling link'],
  'replaced by a named pipe': DAMAGES['replaced by a named pipe'],
  'replaced by a link to a device': DAMAGES['replaced by a link to a device'],
}

/** All cases, each with its kind, its name and a function that gives what is wrong or null. */
export async function damageCases(shared) {
  const { root, spec, whole, expected, library } = shared
  const calls = await callsOf(library, spec, path.join(root, 'stopped'))
  const creates = (name) => calls.findIndex(({ call, path: file }) => call === 'create' && file.includes(name))
  const moments = {
    // All is there then but this sidecar and the manifest.
    'while it runs': creates('curves/.part-00001.csv.json'),
    // And now but the manifest: the last call before it makes the name of the last sidecar last.
    'at its end': creates('.manifest.json') - 1,
  }
  const cases = []
  const after = (damage, name, other) => async (folder) => {
    cpSync(whole, folder, { recursive: true })
    DAMAGES[damage](path.join(folder, name), path.join(folder, other))
    return settle(spec, folder, expected)
  }
  for (const damage of Object.keys(DAMAGES)) {
    for (const [name, other] of FILES) {
      cases.push({
        kind: `after a run: ${damage}`,
        call: damage,
        name: `after a run: ${name} is ${damage}`,
        act: after(damage, name, other),
      })
    }
    for (const [name, other] of STARTED) {
      const disturb = (folder) => {
        // Parts are put side by side, so that the last sidecar may be this one.
        if (existsSync(path.join(folder, name))) DAMAGES[damage](path.join(folder, name), path.join(folder, other))
      }
      for (const [moment, at] of Object.entries(moments)) {
        const act = (folder) => during(shared, folder, at, disturb)
        cases.push({ kind: `${moment}: ${damage}`, call: damage, name: `${moment}: ${name} is ${damage}`, act })
      }
    }
  }
  for (const [damage, act] of Object.entries(FOLDER_DAMAGES)) {
    for (const name of FOLDERS) {
      const disturb = (folder) => act(path.join(folder, name), folder)
      const after = (folder) => {
        cpSync(whole, folder, { recursive: true })
        disturb(folder)
        return settle(spec, folder, expected)
      }
      const acts = { 'after a run': after }
      for (const [moment, at] of Object.entries(moments)) acts[moment] = (folder) => during(shared, folder, at, disturb)
      for (const [moment, act] of Object.entries(acts)) {
        const kind = `${moment}: a folder ${damage}`
        cases.push({ kind, call: damage, name: `${moment}: the folder ${name} is ${damage}`, act })
      }
    }
  }
  return cases
}

/** Stops a run before a call, does something to what is there, and lets it go on. */
async function during({ spec, expected, library }, folder, at, disturb) {
  let disturbed = false
  const onStart = (child) => {
    const timer = setInterval(() => {
      if (!isStopped(child.pid)) return
      clearInterval(timer)
      disturb(folder)
      disturbed = true
      child.kill('SIGCONT')
    }, 2)
    child.on('close', () => clearInterval(timer))
  }
  const ended = await run(spec, folder, { env: faultAt(library, folder, at, 'stop'), onStart })
  if (!disturbed) return `it was not stopped: ${ended.stderr}`
  return judge(ended, folder, expected) ?? (await settle(spec, folder, expected))
}

function isStopped(pid) {
  try {
    return / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, ''))
  } catch {
    return false
  }
}
