/**
 * Colours and dashes: eight colours for each theme that readers with any kind of colour blindness tell apart, after
 * Okabe and Ito's where these do, and that stand out from their ground. Beyond eight, curves differ by their dashes.
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
    band: '#e6edf5',
    curves: ['#1d4ade', '#d3690d', '#1f7552', '#9a5d84', '#624800', '#328cce', '#312e31', '#360788'],
  },
  dark: {
    ground: '#0d1117',
    text: '#f0f6fc',
    muted: '#9aa4af',
    grid: '#262d36',
    frame: '#6e7781',
    band: '#1b2531',
    curves: ['#7cacd1', '#e7a01b', '#51ecb1', '#ae7691', '#fffb36', '#de3813', '#f1fbff', '#7b6cfe'],
  },
}

/** How a curve is drawn: its colour, and its dashes as an SVG has them; undefined for a line without gaps. */
export interface Stroke {
  readonly colour: string
  readonly dash: string | undefined
}

// The first is a line without gaps.
const DASHES = ['', '9 4', '2.5 3', '10 3.5 2.5 3.5', '5 3', '16 5'] as const

/** The colour and the dash of a curve by its place; 48 differ. */
export const strokeOf = ({ curves }: Theme, index: number): Stroke => ({
  colour: curves[index % curves.length]!,
  dash: DASHES[Math.floor(index / curves.length) % DASHES.length] || undefined,
})
