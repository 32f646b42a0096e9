/**
 * `scale-schedule search`: the configurations of a finished sweep for which a condition holds.
 */
import type { Command } from 'commander'
import type { ColumnSpec } from '../../../sweep/formats/table.js'
import type { SweepReader } from '../../../sweep/read/reader.js'
import type { TableRow } from '../../../sweep/run/rows.js'
import { CliError, EXIT } from '../../io/failure.js'
import { oneOf, parseCount } from '../../io/options.js'
import { probeFile, toFile, writeTo, writeWhole } from '../../io/output.js'
import { warnOnce } from '../../io/warnings.js'
import { terminalOf } from '../../terminal/terminal.js'
import { checkChart, drawChart, MOST_TOLD_APART } from './chart.js'
import { makeChosen } from './chosen.js'
import { checkRuns, MOST_RUNS, makeRuns, writeRuns } from './runs.js'
import { tableOf } from './table.js'

const FORMATS = ['table', 'csv', 'json', 'ndjson'] as const

interface SearchCommandOptions {
  where?: string
  sort?: string
  top?: number
  columns?: string
  format?: (typeof FORMATS)[number]
  export?: string
  to?: string
  base?: string[]
  force?: boolean
  plot?: string
}

// As many as a screen shows.
const TABLE_ROWS = 20
/** What is shown of a configuration, beside its number and its axes. */
const SUMMARY = ['peak', 'final', 'area', 'warmup_fraction']

const HELP = `
Examples:
  scale-schedule search mpt-sweep --sort -area
  scale-schedule search mpt-sweep --where 'area between 10 and 12 and final < 1e-6' --sort -area,peak
  scale-schedule search mpt-sweep --where "t_warmup in ('50ba', '100ba') and not (lr > 1e-3)" --top 5
  scale-schedule search mpt-sweep --where 'peak > 2 * mean' --columns configuration,lr,peak,mean --format csv
  scale-schedule search mpt-sweep --sort -area --top 8 --export runs --base mpt-7b.yaml --plot chosen.svg

Conditions: numbers, texts in quotes, the columns of the table of configurations, + - * / %, < <= > >= = !=, between,
in, and, or, not. What is missing compares as false. A table shortens numbers, as far as rows can still be told apart.

--export writes each row that is found, at most ${MOST_RUNS}, as a file named by its configuration: for composer and llm-foundry the
text of --base (or what the sweep keeps of it) with just the keys of the axes changed, for others what export writes. A file
that is there with other content stays, and none is written, unless --force is given. --plot draws the first ${MOST_TOLD_APART}, as many as
colours and dashes tell apart.
`

/** Adds the command. */
export function addSearch(program: Command): void {
  program
    .command('search')
    .description('search the configurations of a finished sweep')
    .argument('<folder>', 'the folder of the sweep')
    .option('--where <condition>', 'the condition on its columns (default: all configurations)')
    .option('--sort <columns>', "columns separated by commas; '-' before a name sorts from high to low")
    .option('--top <rows>', `the most rows (default: ${TABLE_ROWS} in a table, else all)`, parseCount)
    .option(
      '--columns <columns>',
      `columns to show (default: configuration, axes, ${SUMMARY.join(', ')}; of other quantities peak and final)`,
    )
    .addOption(
      oneOf('--format <format>', 'table, csv, json or ndjson (default: table on a terminal, else csv)', FORMATS),
    )
    .option('--export <folder>', 'write what is found as files ready to train with')
    .option('--to <target>', 'with --export: what for, as for export (default: composer)')
    .option(
      '--base <file>',
      'with --export: the configuration whose text is changed; name=file for one of several bases',
      (file: string, before: string[] = []) => [...before, file],
    )
    .option('--force', 'with --export: overwrite files of other content')
    .option('--plot <file>', 'draw the curves of what is found in one chart, .svg or .png')
    .addHelpText('after', HELP)
    .action(run)
}

async function run(folder: string, options: SearchCommandOptions): Promise<void> {
  const { readSweep, searchSweep } = await import('../../../sweep/index.js')
  const { encodeRows } = await import('../../../sweep/search/rows.js')
  checkUsage(options)
  const reader = await readSweep(folder)
  const columns = await checkOptions(reader, options)
  const { where, sort, format = process.stdout.isTTY ? 'table' : 'csv' } = options
  const isMade = options.export !== undefined || options.plot !== undefined
  const top = options.top ?? (format === 'table' && !isMade ? TABLE_ROWS : undefined)
  const read = isMade ? [...columns, ...reader.columns.filter(isMaking)] : columns
  const found = await withOption('--where', () =>
    searchSweep(reader, { where, sort, top, columns: [...new Set(read.map(({ name }) => name))] }),
  )
  const { matches, searched } = found
  if (isMade) await makeFiles(reader, found.rows, options)
  const rows = format === 'table' && options.top === undefined ? found.rows.slice(0, TABLE_ROWS) : found.rows
  const none = `No match among ${counted(searched)}.`
  if (format !== 'table') {
    if (matches === 0) process.stderr.write(`scale-schedule: ${none}\n`)
    await writeTo(process.stdout, await encodeRows(rows, columns, format))
    return
  }
  const table = matches === 0 ? [none] : tableOf(rows, columns, terminalOf(process.stdout))
  const note = rows.length < matches ? [`${rows.length} of ${counted(matches)}; --top shows more.`] : []
  await writeTo(process.stdout, `${[...table, ...note].join('\n')}\n`)
}

/** Refuses options that need others. */
function checkUsage({ export: folder, to, base, force, plot }: SearchCommandOptions): void {
  const alone = Object.entries({ '--to': to, '--base': base, '--force': force }).find(
    ([, given]) => given !== undefined,
  )
  if (alone !== undefined && folder === undefined) {
    throw new CliError(EXIT.usage, `${alone[0]} goes with --export; found none. Add --export FOLDER, or leave it out.`)
  }
  if (folder !== undefined && (folder === '' || /^\w[\w+.-]+:\/\//.test(folder))) {
    throw new CliError(EXIT.usage, `--export is a folder; found ${JSON.stringify(folder)}. Write the path of one.`)
  }
  if (plot !== undefined) checkChart(plot)
}

/** What tells a configuration: its number, the values of its axes, and why it has no curve. */
const isMaking = ({ name, description }: ColumnSpec): boolean =>
  name === 'configuration' || name === 'error' || description === 'axis'

/** Writes what was found as files, and draws it; all is made before anything is written. */
async function makeFiles(
  reader: SweepReader,
  rows: readonly TableRow[],
  { export: folder, plot, ...options }: SearchCommandOptions,
): Promise<void> {
  if (rows.length === 0) return
  if (folder !== undefined) checkRuns(rows.length)
  warnOnce()
  const chosen = await makeChosen(reader, folder === undefined ? rows.slice(0, MOST_TOLD_APART) : rows)
  const own = folder === undefined ? undefined : { ...options, export: folder }
  const runs = own && (await makeRuns(chosen, own))
  if (plot !== undefined) await probeFile(plot)
  const chart = plot === undefined ? undefined : await drawChart(chosen, plot, rows.length)
  if (own !== undefined) await writeRuns(runs!, own)
  if (chart !== undefined) await writeWhole(await toFile(plot!), chart)
  const drawn = Math.min(rows.length, MOST_TOLD_APART)
  const most = rows.length > drawn ? `, the most that a chart tells apart, of ${rows.length}` : ''
  const notes = [
    ...(folder === undefined ? [] : [`${counted(rows.length)} in ${folder}`]),
    ...(plot === undefined ? [] : [`${drawn} ${drawn === 1 ? 'curve' : 'curves'} in ${plot}${most}`]),
  ]
  for (const note of notes) process.stderr.write(`scale-schedule: ${note}.\n`)
}

/** Refuses names that are no columns, each at its option; the columns to show. */
async function checkOptions({ columns }: SweepReader, options: SearchCommandOptions): Promise<ColumnSpec[]> {
  const { parseExpression } = await import('../../../sweep/expression/expression.js')
  const { parseColumns, parseOrder } = await import('../../../sweep/search/order.js')
  const columnNames = columns.map(({ name }) => name)
  const { where, sort, columns: wanted } = options
  if (where !== undefined)
    await withOption('--where', async () => parseExpression(where, { known: columnNames, times: false }))
  if (sort !== undefined) await withOption('--sort', async () => parseOrder(sort, columnNames))
  if (wanted === undefined) {
    return columns.filter((column, at) => at === 0 || column.description === 'axis' || isShown(column))
  }
  const names = await withOption('--columns', async () => parseColumns(wanted, columnNames))
  return names.map((name) => columns.find((column) => column.name === name)!)
}

/** Whether a column is shown where nobody says which; of a quantity beside the learning rate its name is the unit. */
const isShown = ({ name, unit }: ColumnSpec): boolean =>
  SUMMARY.includes(name) || name === `${unit}_peak` || name === `${unit}_final`

/** What is wrong with the text of an option is told with its name. */
async function withOption<T>(option: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExpressionError') throw error
    throw new CliError(EXIT.wrong, `${option}: ${error.message}`, { cause: error })
  }
}

const counted = (rows: number): string =>
  rows === 1 ? '1 configuration' : `${rows.toLocaleString('en-US')} configurations`
