/**
 * The parts of the page and where they stand; empty holders, which the panels fill.
 */
import { button, h } from './dom.js'

/** The holders by name. */
export interface Shell {
  readonly ratio: HTMLElement
  readonly toolbar: HTMLElement
  readonly legend: HTMLElement
  readonly yAxis: HTMLElement
  readonly chart: HTMLElement
  /** Over the chart, for what is taken hold of. */
  readonly handles: HTMLElement
  readonly note: HTMLElement
  readonly toast: HTMLElement
  readonly readout: HTMLElement
  readonly schedules: HTMLElement
  readonly factors: HTMLElement
  readonly run: HTMLElement
  readonly share: HTMLElement
  /** Panels that come below all others once the first curve is there. */
  readonly more: HTMLElement
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

/** Builds the page; its parts follow each other as the Tab key does: what shapes a schedule before what is taken along. */
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
    legend: holder('legend'),
    yAxis: holder('y-axis', 'y-axis'),
    chart,
    handles: holder('handles', 'handles'),
    note: h('p', { id: 'note', class: 'note', 'aria-live': 'polite' }),
    toast: holder('toast'),
    readout: holder('readout'),
    schedules: holder('schedules'),
    factors: holder('factors'),
    run: holder('run'),
    share: holder('share'),
    more: holder('more'),
    undo: button('↶', actions.undo, {
      class: 'icon quiet',
      'aria-label': 'Undo',
      disabled: true,
      title: 'Undo (Ctrl+Z)',
    }),
    redo: button('↷', actions.redo, {
      class: 'icon quiet',
      'aria-label': 'Redo',
      disabled: true,
      title: 'Redo (Ctrl+Shift+Z)',
    }),
  }
  const panel = (title: string, content: HTMLElement, area = '') =>
    h('section', { class: `panel ${area}`.trim() }, [h('h2', {}, title), content])
  const help = [
    h('span', { class: 'by-mouse' }, 'Drag to zoom, shift-drag to pan, wheel to zoom. '),
    h('span', { class: 'by-touch' }, 'One finger moves the cursor, two zoom and pan. '),
    h('span', { class: 'by-mouse' }, 'Arrows move the cursor by a column, with shift by a batch; + − [ ] 0 P.'),
  ]
  root.replaceChildren(
    h('header', { class: 'bar' }, [
      h('h1', {}, ['Scale Schedule', h('span', {}, ' Playground')]),
      shell.ratio,
      shell.toolbar,
      h('div', { class: 'row actions' }, [
        shell.undo,
        shell.redo,
        button('Copy link', actions.copyLink, { class: 'primary' }),
        button('Light / dark', actions.toggleTheme, { class: 'quiet theme' }),
      ]),
    ]),
    h('main', {}, [
      h('section', { class: 'stage', 'aria-label': 'Chart' }, [
        h('div', { class: 'above' }, [shell.legend, shell.yAxis]),
        h('div', { class: 'chart-frame' }, [chart, shell.handles]),
        h('div', { class: 'below' }, [
          h('p', { id: 'chart-help', class: 'chart-help' }, help),
          shell.note,
          shell.toast,
        ]),
      ]),
      shell.readout,
      h('div', { class: 'side' }, [
        panel('Schedules', shell.schedules),
        panel('Run', shell.run),
        panel('Schedulers', shell.factors),
      ]),
      h('div', { class: 'take' }, [panel('Take it with you', shell.share), shell.more]),
    ]),
    h('footer', {}, 'Composer’s learning-rate schedules, the same bits in every browser'),
  )
  return shell
}
