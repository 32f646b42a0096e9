/**
 * `scale-schedule plot`: the learning rates of training configurations as a chart, in a file or in the terminal.
 */
import path from 'node:path'
import { type Command, Option } from 'commander'
import { LR } from '../../../config/locate.js'
import type { TrainingConfig } from '../../../config/read.js'
import type { TrainerSteps } from '../../../evaluate/spans.js'
import { AXES, type AxisName, axisLabel, isIntegerAxis } from '../../../plot/axis.js'
import { drawFigure } from '../../../plot/figure.js'
import { countLabel } from '../../../plot/labels.js'
import { leastHeight, usualHeight } from '../../../plot/layout.js'
import { type DrawnLine, domainOf, sharedPhases } from '../../../plot/lines.js'
import { makePngWriter, PIXELS, type PngWriter } from '../../../plot/png.js'
import { chartLines, columnsOf } from '../../../plot/terminal/chart.js'
import { THEMES, type ThemeName } from '../../../plot/theme.js'
import { AS_TRAINED, asTrainedOption, rangesAsTrained } from '../../io/as-trained.js'
import { checkOutput, checkRanges, warnWithoutLr } from '../../io/configuration.js'
import { CliError, EXIT } from '../../io/failure.js'
import { dataloaderLenOption, oneOf, parseCount, parsePositive, parseRatios } from '../../io/options.js'
import { probeFile, toOutput, writeTo, writeWhole } from '../../io/output.js'
import { addSchedule, openSchedules, type ScheduleOptions } from '../../io/schedule.js'
import { warnOnce } from '../../io/warnings.js'
import { makeProgress, terminalOf } from '../../terminal/terminal.js'
import { checkCurves, evaluateCurves, labelsOf, type PlannedPanel, planPanels } from './curves.js'

type Panels = readonly [PlannedPanel, ...PlannedPanel[]]

interface PlotOptions extends Omit<ScheduleOptions, 'ssr'> {
  output?: string
  ssr?: number[]
  axis: AxisName
  log?: boolean
  from?: number
  to?: number
  width?: number
  height?: number
  title?: string
  asTrained?: TrainerSteps
  theme: ThemeName
  quiet?: boolean
}

/** What a chart is drawn for, and the sizes it may have: in pixels of a file, or in characters. */
type Target = 'svg' | 'png' | 'terminal'
const SIZES = {
  file: { width: { usual: 960, least: 320, most: 4000 }, height: { usual: 540, least: 240, most: 4000 } },
  terminal: { width: { usual: undefined, least: 40, most: 400 }, height: { usual: 17, least: 5, most: 200 } },
} as const

const EXAMPLES = `
Examples:
  scale-schedule plot mpt-7b.yaml                        in the terminal
  scale-schedule plot mpt-7b.yaml -o mpt-7b.svg --axis token
  scale-schedule plot mpt-7b.yaml --ssr 0.5,1,2 -o ratios.png --theme dark
  scale-schedule plot old.yaml new.yaml --log --from 100 --to 5000
  scale-schedule plot --scheduler wsd --set t_warmup=100ba --max-duration 10000ba --lr 3e-4

What a configuration schedules beside the learning rate has a plot of its own below, with its own y axis; each makes the
picture 200 pixels higher where --height does not say.

A PNG is drawn by the package @resvg/resvg-js (npm install @resvg/resvg-js), with ${PIXELS} × ${PIXELS} pixels for each of --width and
--height, in one of the machine's own fonts. An SVG needs neither.
`

/** Adds the command. */
export function addPlot(program: Command): void {
  const command = program
    .command('plot')
    .description('draw the learning rates of training configurations: SVG, PNG, or in the terminal')
    .argument('[config...]', "training configurations, one curve each; '-' is standard input")
    .option('-o, --output <file>', "write to a file, .svg or .png; '-' is an SVG on standard output")
    .option('--ssr <ratios>', 'scale schedule ratios, one curve each; with commas, or several times', parseRatios)
    .addOption(oneOf('--axis <unit>', 'what the x axis counts', AXES).default('batch'))
    .option('--log', 'a logarithmic y axis')
    .option('--from <batch>', 'the first batch (default: 0)', parseCount)
    .option('--to <batch>', 'the first batch that is not drawn any more (default: the end of each run)', parsePositive)
    .option('--width <size>', 'in pixels (default: 960), in the terminal in characters', parsePositive)
    .option(
      '--height <size>',
      'in pixels (default: 540), in the terminal in lines of a plot (default: 17)',
      parsePositive,
    )
    .option('--title <text>', 'the title (default: the name of the run)')
    .addOption(dataloaderLenOption())
    .addOption(asTrainedOption())
    .addOption(oneOf('--theme <theme>', 'the colours of a file', THEMES).default('light'))
    .addOption(new Option('-q, --quiet', 'show no progress, and not what was written'))
  addSchedule(command).addHelpText('after', EXAMPLES).action(run)
}

async function run(files: string[], options: PlotOptions): Promise<void> {
  const target = targetOf(options.output)
  checkOutput(options.output, files)
  checkSize(target, options)
  warnOnce()
  const configs = await openCurves(files, options)
  const panels = planPanels(configs, options.axis, options)
  const size = sizeOf(target, options, panels.length)
  for (const { config, from, count } of panels[0].curves) {
    const ranges = rangesAsTrained(config, [{ from, stride: 1, count }], options.asTrained)
    checkRanges(config, ranges, 'Use a smaller --from or --to.')
  }
  configs.forEach(warnWithoutLr)
  if (target === 'terminal') await showChart(panels, size, options)
  else await writeFigure(panels, target, { width: size.width ?? 0, height: size.height }, options)
}

/** One configuration for each file and ratio. */
async function openCurves(files: string[], { ssr, ...options }: PlotOptions): Promise<TrainingConfig[]> {
  const { scheduler, dataloaderLen, preset = [] } = options
  const ratios: readonly (number | undefined)[] = ssr ?? [undefined]
  checkCurves(files.length + preset.length + (scheduler === undefined ? 0 : 1), ratios.length)
  const opened = await openSchedules(files, options)
  return opened.flatMap((open) => ratios.map((ratio) => open({ ssr: ratio, dataloaderLen })))
}

function targetOf(output: string | undefined): Target {
  if (output === undefined) return 'terminal'
  if (output === '-') return 'svg'
  const extension = path.extname(output).toLowerCase()
  if (extension === '.svg' || extension === '.png') return extension.slice(1) as Target
  const rule = 'A chart is written as .svg or .png'
  throw new CliError(EXIT.usage, `${rule}; found ${output}. Use a name with one of these at its end.`)
}

function checkSize(target: Target, options: PlotOptions): void {
  const limits = SIZES[target === 'terminal' ? 'terminal' : 'file']
  for (const side of ['width', 'height'] as const) {
    const { least, most } = limits[side]
    const given = options[side] ?? least
    if (given >= least && given <= most) continue
    const where = target === 'terminal' ? 'in the terminal' : 'in a file'
    throw new CliError(EXIT.usage, `--${side} is from ${least} to ${most} ${where}; found ${given}. Use one of these.`)
  }
}

/** What is given, or usual for so many plots; in the terminal the height is that of each. */
function sizeOf(target: Target, options: PlotOptions, panels: number): { width: number | undefined; height: number } {
  const { width, height } = SIZES[target === 'terminal' ? 'terminal' : 'file']
  const size = { width: options.width ?? width.usual, height: options.height ?? height.usual }
  if (target === 'terminal') return size
  const least = leastHeight(panels)
  if (options.height === undefined) return { ...size, height: Math.min(usualHeight(panels), height.most) }
  if (options.height >= least) return size
  const rule = `--height is at least ${least} for the plots of ${panels} quantities`
  throw new CliError(EXIT.usage, `${rule}; found ${options.height}. Use a larger one, or leave it out.`)
}

/** Evaluates, and shows how far that is. */
async function evaluated(panels: Panels, columns: number, { log = false, quiet }: PlotOptions): Promise<DrawnLine[][]> {
  const total = panels.flatMap(({ curves }) => curves).reduce((sum, { count }) => sum + count, 0)
  const progress = makeProgress(total, !quiet && process.stderr.isTTY === true, 'batches')
  const domain = domainOf(panels[0].curves)
  const drawn: DrawnLine[][] = []
  let before = 0
  for (const { curves } of panels) {
    drawn.push(await evaluateCurves(curves, domain, columns, log, (done) => progress.update(before + done)))
    before += curves.reduce((sum, { count }) => sum + count, 0)
  }
  progress.clear()
  if (log && drawn.flat().every(({ outline }) => outline.range() === null)) {
    throw new CliError(EXIT.wrong, 'A logarithmic axis shows what is above 0; found nothing that is. Leave out --log.')
  }
  return drawn
}

async function showChart(
  panels: Panels,
  { width, height }: { width: number | undefined; height: number },
  options: PlotOptions,
): Promise<void> {
  const terminal = terminalOf(process.stdout, process.env, width)
  const planned = panels[0].curves
  const drawn = await evaluated(panels, columnsOf(terminal, planned.length), options)
  const [low, high] = domainOf(planned).map((value) => countLabel(Number(value.toPrecision(6))))
  const ends = [`${axisLabel(options.axis)} ${low}`, `${high}`] as const
  // An odd number of lines has a middle, for a label.
  const rows = height - ((height + 1) % 2)
  const charts = drawn.map((curves, index) => {
    const lines = chartLines(curves, { terminal, rows, ends, log: options.log })
    return panels.length === 1 ? lines : [...(index === 0 ? [] : ['']), panels[index]!.quantity, ...lines]
  })
  const lines = [options.title ?? titleOf(panels), subtitleOf(panels, options), '', ...charts.flat()]
  await writeTo(process.stdout, `${lines.join('\n')}\n`)
}

async function writeFigure(
  panels: Panels,
  format: 'svg' | 'png',
  { width, height }: { width: number; height: number },
  options: PlotOptions,
): Promise<void> {
  // A missing package is an error before anything is calculated.
  const png = format === 'png' ? await makePngWriter() : null
  const output = options.output!
  // So is a file that can't be written. It is opened once all is drawn: a PNG is drawn without a pause.
  if (output !== '-') await probeFile(output)
  const svg = await drawPanels(panels, png, width, height, options)
  const bytes = png === null ? svg : png.draw(svg)
  const sink = await toOutput(output)
  await writeWhole(sink, bytes)
  if (output === '-' || options.quiet) return
  const drawn = panels.flatMap(({ curves }) => curves).filter(({ count }) => count > 0).length
  const what = `${drawn} ${drawn === 1 ? 'curve' : 'curves'}`
  await writeTo(
    process.stdout,
    `written       ${output}: ${what}, ${sink.bytes.toLocaleString('en-US')} bytes of ${format}\n`,
  )
}

async function drawPanels(
  panels: Panels,
  png: PngWriter | null,
  width: number,
  height: number,
  options: PlotOptions,
): Promise<string> {
  const drawn = await evaluated(panels, width * PIXELS, options)
  const planned = panels[0].curves
  const hasLr = planned.some(({ config }) => config.hasLr)
  const figures = panels.map(({ quantity, curves }, index) => ({
    yLabel: quantity === LR ? (hasLr ? 'learning rate' : 'multiplier of the learning rate') : quantity,
    curves: drawn[index]!,
    phases: sharedPhases(curves),
  }))
  return drawFigure({
    title: options.title ?? titleOf(panels),
    subtitle: subtitleOf(panels, options),
    xLabel: axisLabel(options.axis),
    xDomain: domainOf(planned),
    isInteger: isIntegerAxis(options.axis),
    log: options.log ?? false,
    ...figures[0]!,
    below: figures.slice(1),
    width,
    height,
    theme: options.theme,
    fontFamily: png?.fontFamily,
  })
}

/** The name of the run where all curves are of one, else what they are. */
function titleOf(panels: Panels): string {
  const [first, ...others] = panels[0].curves
  const isOne = others.every(({ config }) => config.file === first!.config.file)
  return isOne ? labelsOf([first!.config])[0]! : panels.length === 1 ? 'Learning rates' : 'Schedules'
}

const MOST_NAMED = 4

/** The schedulers where all curves have the same and there is one plot, and how long the runs are. */
function subtitleOf(panels: Panels, { asTrained }: PlotOptions): string {
  const { curves } = panels[0]
  const schedulers = new Set(curves.map(({ config }) => config.schedulers.map(({ name }) => name).join(' × ')))
  const durations = [...new Set(curves.map(({ config }) => durationOf(config)))]
  const left = durations.length - MOST_NAMED
  const named = left > 0 ? [...durations.slice(0, MOST_NAMED), `and ${left} more`] : durations
  const values = asTrained === undefined ? '' : `, ${AS_TRAINED[asTrained]}`
  const length = `max_duration ${named.join(', ')}${values}`
  return schedulers.size === 1 && panels.length === 1 ? `${[...schedulers][0]}, ${length}` : length
}

function durationOf({ run }: TrainingConfig): string {
  const { scaleScheduleRatio: ratio } = run
  return ratio === 1 ? `${run.maxDuration}` : `${run.maxDuration} (${run.toJSON().maxDuration} × ${ratio})`
}
