/**
 * `scale-schedule presets`: the known runs, or what is told of one.
 */
import { Argument, type Command } from 'commander'
import { presetNames } from '../../../presets/all.js'
import type { Preset, PresetInfo } from '../../../presets/index.js'
import { shortest } from '../../io/formats.js'
import { writeTo } from '../../io/output.js'
import { askedPreset, textOf } from '../../io/preset.js'

interface PresetsOptions {
  json?: boolean
}

const EXAMPLES = `
Examples:
  scale-schedule presets
  scale-schedule presets deepseek-v3
  scale-schedule plot --preset mpt-7b --preset mpt-30b --axis token
  scale-schedule export --preset llama-2-70b --to torch

Each is a run as it was published: with its source, and a note of what that leaves open. Every command that takes a
configuration takes --preset NAME in its place.
`

/** Adds the command. */
export function addPresets(program: Command): void {
  // Not commander's own check, which lists them all.
  const name = new Argument('[preset]', 'the name of one, to see its source and schedule')
    .choices(presetNames())
    .argParser((text) => text)
  program
    .command('presets')
    .description('list known runs, for --preset')
    .addArgument(name)
    .option('--json', 'print an array, or an object for one')
    .addHelpText('after', EXAMPLES)
    .action(run)
}

async function run(name: string | undefined, { json }: PresetsOptions): Promise<void> {
  if (name !== undefined) {
    const found = await askedPreset(name)
    const text = json ? written(objectOf(found)) : `${linesOf(found, await configuredSchedulers(found)).join('\n')}\n`
    await writeTo(process.stdout, text)
    return
  }
  const { PRESETS } = await import('../../../presets/index.js')
  await writeTo(process.stdout, json ? written(PRESETS) : `${listOf(PRESETS).join('\n')}\n`)
}

const written = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** A line each, below that of their group. */
function listOf(presets: readonly PresetInfo[]): string[] {
  const width = Math.max(...presets.map(({ name }) => name.length))
  return presets.flatMap(({ name, title, group }, index) => {
    const line = `  ${name.padEnd(width)}  ${title}`
    return group === presets[index - 1]?.group ? [line] : [...(index === 0 ? [] : ['']), group, line]
  })
}

const line = (label: string, text: string) => `${label.padEnd(14)}${text}`

/** Its schedulers as a configuration has them, without the options that are as by default, and those of other quantities. */
async function configuredSchedulers(preset: Preset): Promise<[label: string, scheduler: unknown][]> {
  const { text } = await textOf(preset)
  const { scheduler, schedulers = scheduler } = JSON.parse(text)
  const hasOthers = Object.keys(preset.others).length > 0
  const { lr, ...others }: Record<string, unknown> = hasOthers ? scheduler : { lr: schedulers }
  return Object.entries({ scheduler: lr, ...others }).flatMap(([name, product]) =>
    [product].flat().map((each, index): [string, unknown] => [index === 0 ? name : '×', each]),
  )
}

function linesOf(
  { name, title, source, note, run, baseLr }: Preset,
  schedulers: readonly [string, unknown][],
): string[] {
  const { maxDuration, dataloaderLen, samplesPerBatch, tokensPerSample } = run.toJSON()
  const rates = [
    [dataloaderLen, 'batches in an epoch'],
    [samplesPerBatch, 'samples in a batch'],
    [tokensPerSample, 'tokens in a sample'],
  ] as const
  const told = rates.flatMap(([count, what]) => (count === null ? [] : [`${count.toLocaleString('en-US')} ${what}`]))
  return [
    line('preset', `${name} (${title})`),
    line('source', source.title),
    line('', source.url),
    ...schedulers.map(([label, scheduler]) => line(label, JSON.stringify(scheduler))),
    line('run', [maxDuration, ...told].join(', ')),
    line('lr', shortest(baseLr)),
    line('note', note),
  ]
}

function objectOf({ schedulers, others, run, ...info }: Preset) {
  const quantities = Object.entries(others)
  const besides = quantities.map(([name, list]) => [name, list.map((scheduler) => scheduler.toJSON())])
  return {
    ...info,
    schedulers: schedulers.map((scheduler) => scheduler.toJSON()),
    ...(quantities.length === 0 ? {} : { others: Object.fromEntries(besides) }),
    run: run.toJSON(),
  }
}
