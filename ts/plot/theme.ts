/**
 * Colours and dashes: those of Okabe and Ito, which colour-blind readers tell apart, as dark or as light as the ground
 * needs. Each curve has a colour and a dash of its own.
 */

/** The themes. */
export const THEMES = ['light', 'dark'] as const

/** One of the themes. */
export type ThemeName = (typeof THEMES)[number]

/** The colours of a chart. */
export interface Theme {
  readonly ground: string
  readonly text: string
  /** Of what matters less: subtitle, labels of ticks. */
  readonly muted: string
  readonly grid: string
  readonly frame: string
  /** Every other phase lies on this. */
  readonly band: string
  readonly curves: readonly string[]
}

/** The colours by theme. */
export const THEME: Readonly<Record<ThemeName, Theme>> = {
  light: {
    ground: '#ffffff',
    text: '#1f2328',
    muted: '#59636e',
    grid: '#dfe3e8',
    frame: '#8b949e',
    band: '#f0f4f8',
    curves: ['#0072b2', '#d55e00', '#008a65', '#b4548a', '#a87400', '#2b8cc4', '#3d444d'],
  },
  dark: {
    ground: '#0d1117',
    text: '#f0f6fc',
    muted: '#9aa4af',
    grid: '#262d36',
    frame: '#6e7781',
    band: '#171e27',
    curves: ['#56b4e9', '#e69f00', '#1fc797', '#d98cb8', '#f0e442', '#f0702f', '#c9d1d9'],
  },
}

// The first is a line without gaps; the number of dashes and of colours have no common divisor.
const DASHES = ['', '9 4', '2.5 3', '10 3.5 2.5 3.5', '5 3', '16 5'] as const

/** The colour and the dash of a curve by its place; 42 differ. */
export const strokeOf = (theme: Theme, index: number): { colour: string; dash: string | undefined } => ({
  colour: theme.curves[index % theme.curves.length]!,
  dash: DASHES[index % DASHES.length] || undefined,
})
