/**
 * Light or dark: as the system has it, until somebody chooses. On paper it is light, and where the system forces its
 * colours they decide.
 */
import { THEME, type Theme, type ThemeName } from '../../plot/theme.js'

const KEY = 'scale-schedule.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const forced = matchMedia('(forced-colors: active)')
const paper = matchMedia('print')

let chosen = remembered()
let isPrinting = paper.matches

/** The theme now. */
export const themeName = (): ThemeName => {
  if (isPrinting) return 'light'
  return (forced.matches ? null : chosen) ?? (system.matches ? 'dark' : 'light')
}

/** Whether the page is on its way to paper. */
export const isOnPaper = (): boolean => isPrinting

/** Its colours. */
export const theme = (): Theme => THEME[themeName()]

/** Applies the theme, and again whenever it changes. */
export function followTheme(changed: () => void): void {
  const again = () => {
    apply()
    changed()
  }
  const print = (isNow: boolean) => {
    if (isNow === isPrinting) return
    isPrinting = isNow
    again()
  }
  apply()
  system.addEventListener('change', again)
  forced.addEventListener('change', again)
  // The one comes in time to draw anew; the other also where a page is only shown as on paper.
  addEventListener('beforeprint', () => print(true))
  addEventListener('afterprint', () => print(false))
  paper.addEventListener('change', () => print(paper.matches))
}

/** The other theme from now on. */
export function toggleTheme(): void {
  chosen = themeName() === 'dark' ? 'light' : 'dark'
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  apply()
}

function apply(): void {
  document.documentElement.dataset.theme = themeName()
}

function remembered(): ThemeName | null {
  try {
    const found = localStorage.getItem(KEY)
    return found === 'light' || found === 'dark' ? found : null
  } catch {
    return null
  }
}
