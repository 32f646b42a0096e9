/**
 * The curves that a search chose, in one chart: a picture in a file.
 */
import path from 'node:path'
import { oneLine } from '../../../config/errors.js'
import { CliError, EXIT } from '../../io/failure.js'
import type { Chosen } from './chosen.js'

/** The most curves that have a colour and dashes of their own. */
export const MOST_TOLD_APART = 42
const LONGEST_NAME = 60
const DIGITS = 4

/** Refuses a file that is no picture. */
export function checkChart(file: string): void {
  if (/\.(?:svg|png)$/i.test(file)) return
  const rule = '--plot is the name of a picture, .svg or .png'
  throw new CliError(EXIT.usage, `${rule}; found ${file}. Use a name with one of these at its end.`)
}

/** The picture of the first of the curves. */
export async function drawChart(
  { plan, configurations }: Chosen,
  file: string,
  found: number,
): Promise<string | Uint8Array> {
  const { plot, plotPng } = await import('../../../plot/index.js')
  const shown = configurations.slice(0, MOST_TOLD_APART)
  // What is the same for all of them tells nothing.
  const names = plan.axes
    .map(({ name }) => name)
    .filter((name) => new Set(shown.map(({ values }) => values[name])).size > 1)
  const lines = shown.map(({ id, values, schedulers, run, baseLr }) => {
    const told = names.map((name) => `${lastKey(name)} ${short(values[name] ?? null)}`)
    return { scheduler: schedulers, run, baseLr, name: cut(oneLine([`#${id}`, ...told].join(', '))) }
  })
  const subtitle = `${shown.length} of ${found} configurations that were found`
  const title = plan.name ?? 'Learning rates'
  const options = { title, subtitle, yLabel: 'learning rate' }
  return path.extname(file).toLowerCase() === '.png' ? await plotPng(lines, options) : plot(lines, options).svg
}

/** Of a path the option; a name may have it twice, and then the number tells. */
const lastKey = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const short = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(DIGITS))) : String(value ?? 'none')

const cut = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 3)}...` : name)
