/**
 * What is known of where characters are shown.
 */

/** What a chart and a summary need to know of where they are shown. */
export interface Terminal {
  /** In characters. */
  readonly width: number
  /** Whether it shows more than ASCII. */
  readonly unicode: boolean
  /** Whether it shows colours, and they are wanted. */
  readonly colour: boolean
}

// Cyan, yellow, magenta, green, blue, red: in this order neighbours are told apart best.
const COLOURS = [36, 33, 35, 32, 34, 31] as const

/** Text in the colour of a curve, where there is colour. */
export const coloured = (text: string, { colour }: Terminal, curve = 0): string =>
  colour ? `\u001B[${COLOURS[curve % COLOURS.length]}m${text}\u001B[39m` : text
