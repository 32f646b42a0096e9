/**
 * Light or dark: as the system has it, until somebody chooses.
 */
import { THEME, type Theme, type ThemeName } from '../../plot/theme.js'

const KEY = 'scale-schedule.theme'
const system = matchMedia('(prefers-color-scheme: dark)')

let chosen = remembered()

/** The theme now. */
export const themeName = (): ThemeName => chosen ?? (system.matches ? 'dark' : 'light')

/** Its colours. */
export const theme = (): Theme => THEME[themeName()]

/** Applies the theme, and again whenever it changes. */
export function followTheme(changed: () => void): void {
  apply()
  system.addEventListener('change', () => {
    apply()
    changed()
  })
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
