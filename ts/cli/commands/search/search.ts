/**
 * `scale-schedule search`: the configurations of a finished sweep for which a condition holds.
 */
import type { Command } from 'commander'
import type { ColumnSpec } from '../../../sweep/formats/table.js'
import type { SweepReader } from '../../../sweep/read/reader.js'
import { CliError, EXIT } from '../../io/failure.js'
import { oneOf, parseCount } from '../../io/options.js'
import { writeTo } from '../../io/output.js'
import { terminalOf } from '../../terminal/terminal.js'
import { tableOf } from './table.js'

const FORMATS = ['table', 'csv', 'json', 'ndjson'] as const

interface SearchCommandOptions {
  where?: string
  sort?: string
  top?: number
  columns?: string
  format?: (typeof FORMATS)[number]
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

Conditions: numbers, texts in quotes, the columns of the table of configurations, + - * / %, < <= > >= = !=, between,
in, and, or, not. What is missing compares as false. A table shortens numbers, as far as rows can still be told apart.
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
    .addHelpText('after', HELP)
    .action(run)
}

async function run(folder: string, options: SearchCommandOptions): Promise<void> {
  const { readSweep, searchSweep } = await import('../../../sweep/index.js')
  const { encodeRows } = await import('../../../sweep/search/rows.js')
  const reader = await readSweep(folder)
  const columns = await checkOptions(reader, options)
  const { where, sort, format = process.stdout.isTTY ? 'table' : 'csv' } = options
  const top = options.top ?? (format === 'table' ? TABLE_ROWS : undefined)
  const { rows, matches, searched } = await withOption('--where', () =>
    searchSweep(reader, { where, sort, top, columns: columns.map(({ name }) => name) }),
  )
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
