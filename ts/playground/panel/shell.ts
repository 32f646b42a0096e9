/**
 * The parts of the page and where they stand; empty holders, which the panels fill.
 */
import { button, h } from './dom.js'

/** The holders by name. */
export interface Shell {
  readonly ratio: HTMLElement
  readonly toolbar: HTMLElement
  readonly chart: HTMLElement
  readonly note: HTMLElement
  readonly readout: HTMLElement
  readonly schedules: HTMLElement
  readonly factors: HTMLElement
  readonly run: HTMLElement
  readonly share: HTMLElement
  readonly status: HTMLElement
  readonly undo: HTMLButtonElement
  readonly redo: HTMLButtonElement
}

/** What the buttons of the header do. */
export interface HeaderActions {
  undo(): void
  redo(): void
  toggleTheme(): void
  copyLink(): void
}

/** Builds the page. */
export function buildShell(root: HTMLElement, actions: HeaderActions): Shell {
  const holder = (id: string, className = '') => h('div', { id, class: className || null })
  const chart = h('div', {
    id: 'chart',
    class: 'chart',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Cursor on the chart, in batches',
    'aria-describedby': 'chart-help',
    'aria-valuemin': 0,
    'aria-valuenow': 0,
  })
  const shell: Shell = {
    ratio: holder('ratio'),
    toolbar: holder('toolbar', 'toolbar'),
    chart,
    note: h('p', { id: 'note', class: 'note', 'aria-live': 'polite' }),
    readout: holder('readout'),
    schedules: holder('schedules'),
    factors: holder('factors'),
    run: holder('run'),
    share: holder('share'),
    status: h('div', { id: 'status', class: 'status', role: 'status' }),
    undo: button('Undo', actions.undo, { disabled: true, title: 'Takes back the last change (Ctrl+Z)' }),
    redo: button('Redo', actions.redo, { disabled: true, title: 'Does again what was taken back (Ctrl+Shift+Z)' }),
  }
  const panel = (title: string, content: HTMLElement) => h('section', { class: 'panel' }, [h('h2', {}, title), content])
  const help = [
    h('span', { class: 'by-mouse' }, 'Drag to zoom, shift-drag to pan, wheel to zoom. '),
    h('span', { class: 'by-touch' }, 'One finger moves the cursor, two zoom and pan. '),
    h('span', { class: 'by-mouse' }, 'Arrows move the cursor by a column, with shift by a batch; + − [ ] 0.'),
  ]
  root.replaceChildren(
    h('header', {}, [
      h('div', {}, [
        h('h1', {}, 'Scale Schedule Playground'),
        h('p', { class: 'tagline' }, 'Composer’s learning-rate schedules, the same bits in every browser'),
      ]),
      h('div', { class: 'row' }, [
        shell.undo,
        shell.redo,
        button('Copy link', actions.copyLink),
        button('Light / dark', actions.toggleTheme),
      ]),
    ]),
    h('main', {}, [
      h('div', { class: 'stage' }, [
        h('section', { class: 'panel chart-panel', 'aria-label': 'Chart' }, [
          h('div', { class: 'above-chart' }, [shell.ratio, shell.toolbar]),
          chart,
          h('p', { id: 'chart-help', class: 'hint chart-help' }, help),
          shell.note,
          shell.readout,
        ]),
        panel('Take it with you', shell.share),
      ]),
      h('div', { class: 'side' }, [
        panel('Schedules', shell.schedules),
        panel('Schedulers', shell.factors),
        panel('Run', shell.run),
      ]),
    ]),
    shell.status,
  )
  return shell
}
