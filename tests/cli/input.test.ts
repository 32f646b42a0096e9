/** Configurations that can not be read, each told in a line. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIST } from '../helpers/dist.js'
import { cli, curve, failure, file, folder, LINUX, MPT } from './command.js'

describe('a configuration that can not be read', () => {
  test.each<[string, () => string, number, string]>([
    ['is missing', () => 'none.yaml', 3, 'Cannot read none.yaml: no such file or folder (ENOENT).'],
    ['is a folder', () => '.', 3, 'Cannot read .: it is a folder (EISDIR).'],
    [
      'is below a file',
      () => `${file('plain', '')}/x`,
      3,
      'Cannot read FOLDER/plain/x: a part of the path is no folder (ENOTDIR).',
    ],
    [
      'is empty',
      () => file('e.yaml', ''),
      1,
      'FOLDER/e.yaml: A training configuration is a mapping of keys; found null. Write max_duration, scheduler and optimizer, each with its value.',
    ],
    [
      'is binary',
      () => file('b.yaml', Uint8Array.of(0, 159, 146, 150)),
      1,
      'FOLDER/b.yaml: A configuration is UTF-8 text; found a binary file. Check the path.',
    ],
    [
      'holds a NUL',
      () => file('n.yaml', 'max_duration: 1ba\0'),
      1,
      'FOLDER/n.yaml: A configuration is UTF-8 text; found a binary file. Check the path.',
    ],
    [
      'is huge',
      () => file('h.yaml', new Uint8Array(9 * 2 ** 20)),
      1,
      'FOLDER/h.yaml: A configuration has at most 8 MiB; found more. Check the path.',
    ],
    [
      'is no YAML',
      () => file('y.yaml', 'a: [1'),
      1,
      'FOLDER/y.yaml: A training configuration is one YAML or JSON document; found Flow sequence in block collection must be sufficiently indented and end with a ] (line 1, column 6). Correct the text.',
    ],
    [
      'has two documents',
      () => file('t.yaml', 'a: 1\n---\nb: 1'),
      1,
      "FOLDER/t.yaml: A training configuration is one YAML or JSON document; found 2 documents. Keep one of them, without the line '---' between.",
    ],
    [
      'has a wrong value',
      () => file('w.yaml', 'max_duration: 1ba\nscheduler: {name: linear, alpha_f: low}'),
      1,
      'FOLDER/w.yaml: scheduler.alpha_f: Must be a finite number; found "low". Write for example 0.1, without quotes.',
    ],
    [
      'needs the length of an epoch',
      () => file('l.yaml', 'max_duration: 1ep\nscheduler: {name: linear}'),
      1,
      'FOLDER/l.yaml: scheduler: 1.0dur can only be converted to batches with the length of the dataloader; found none. Pass --dataloader-len or set dataloader_len (batches in an epoch), or give times in ba.',
    ],
    [
      'needs a counter',
      () => file('c.yaml', 'max_duration: 9tok\nscheduler: {name: linear}'),
      1,
      'FOLDER/c.yaml: max_duration: This needs the count of tokens; found nothing to count it by. Set global_train_batch_size.',
    ],
  ])('because it %s', async (_, make, code, line) => {
    expect(await curve(make())).toEqual(failure(code, line.replaceAll('FOLDER', folder)))
  })

  test.runIf(LINUX)('because it is a device', async () => {
    const line = 'Cannot read /dev/zero: A configuration is a file; found a device. Check the path.'
    expect(await curve('/dev/zero')).toEqual(failure(3, line))
  })

  test.runIf(LINUX && existsSync('/proc/kmsg'))('because it is a log of the system, which has no end', async () => {
    const { code, stdout, stderr } = await curve('/proc/kmsg')
    expect([code, stdout]).toEqual([3, ''])
    // Without the rights it can't even be opened.
    const found =
      /^(?:A configuration is a file with an end; found one that has to be waited for\. Check the path|.* \(E\w+\))\.\n$/
    const line = 'scale-schedule: Cannot read /proc/kmsg: '
    expect([stderr.slice(0, line.length), stderr.slice(line.length)]).toEqual([line, expect.stringMatching(found)])
  })

  test.runIf(LINUX).each(['pipe', 'link'])('because it is a %s that nobody may ever write to', async (name) => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    symlinkSync('pipe', path.join(folder, 'link'))
    const rule = `Cannot read ${name}: A configuration is a file; found a pipe. Pass it as standard input: - < ${name}.`
    expect(await curve(name)).toEqual(failure(3, rule))
    expect(await cli(['sweep', name])).toEqual(failure(3, rule))
  })

  test.runIf(LINUX)('because it is a link to nothing', async () => {
    symlinkSync('gone/none.yaml', path.join(folder, 'link.yaml'))
    const line =
      'Cannot read link.yaml: it is a link to gone/none.yaml, which does not exist. Make that file, or name another one.'
    expect(await curve('link.yaml')).toEqual(failure(3, line))
  })

  test.runIf(LINUX)('is read where a shell gives a pipe that it writes to', async () => {
    const command = `"${process.execPath}" "${path.join(DIST, 'cli/main.js')}" curve <(cat "${MPT}") --at 0`
    expect(execFileSync('bash', ['-c', command], { encoding: 'utf8' })).toBe('batch,alpha,lr\n0,0,0\n')
    const fromStdin = await cli(['curve', '/dev/stdin', '--at', '0'], { input: readFileSync(MPT, 'utf8') })
    expect(fromStdin.stdout).toBe('batch,alpha,lr\n0,0,0\n')
  })

  test.runIf(LINUX)('because files may not be opened: told as that', async () => {
    const command = `ulimit -n 20; "${process.execPath}" "${path.join(DIST, 'cli/main.js')}" curve "${MPT}" --at 0`
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/^scale-schedule: Cannot load .*EMFILE.* Raise the limit of open files \(ulimit -n\)\.\n$/),
    ])
  })
})
