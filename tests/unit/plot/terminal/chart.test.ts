/** The chart of characters, and what the terminal shows. */
import { describe, expect, test } from 'vitest'
import { terminalOf } from '../../../../ts/cli/terminal/terminal.js'
import { Chart } from '../../../../ts/plot/terminal/chart.js'

describe('the chart', () => {
  const draw = (values: number[], terminal = { width: 40, unicode: false, colour: false }) => {
    const chart = new Chart(values.length, terminal)
    chart.add(
      0,
      values.map((_, batch) => batch),
      values,
    )
    return chart.lines()
  }
  const rows = (lines: string[]) => lines.slice(0, 13).map((line) => line.slice(12))

  test('shows a line as a line', () => {
    expect(draw(Array.from({ length: 27 }, (_, i) => i / 26))).toEqual([
      '         1 +                         **',
      '           |                       **',
      '           |                     **',
      '           |                   **',
      '           |                 **',
      '           |               **',
      '       0.5 +            ***',
      '           |          **',
      '           |        **',
      '           |      **',
      '           |    **',
      '           |  **',
      '         0 +**',
      '           +---------------------------',
      '            batch 0                  26',
    ])
  })

  test('shows a spike of one step among many', () => {
    const values = new Array(100_000).fill(1)
    values[50_000] = 2
    const lines = rows(draw(values))
    expect(lines[0]!.trim()).toBe('*')
    expect(lines.slice(1, 6).every((line) => line.trim().length <= 2)).toBe(true)
    expect(lines[6]).toBe('*'.repeat(27))
  })

  test('draws a constant, a zero, one step, a few steps, an overflow and what is below 0', () => {
    expect(rows(draw(new Array(50).fill(0.5)))[0]).toBe('*'.repeat(27))
    expect(rows(draw(new Array(50).fill(0)))[12]).toBe('*'.repeat(27))
    expect(draw([0.25])[14]).toBe('            batch 0')
    expect(rows(draw([0.25]))[0]).toBe('*'.repeat(27))
    expect(rows(draw([1, 0]))[0]).toBe('*'.repeat(13))
    expect(rows(draw([1, Infinity, 1]))[0]!.length).toBe(27)
    expect(draw([Infinity])).toEqual([])
    expect(draw([-1, -2])[0]).toMatch(/^ +0 \+/)
    expect(draw([-1, -2])[12]).toMatch(/^ +-2 \+/)
    expect(draw([])).toEqual([])
  })

  test('does not depend on how the values come', () => {
    const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 50))
    const parts = new Chart(1000, { width: 80, unicode: true, colour: false })
    for (let i = 0; i < 1000; i += 7) {
      const part = values.slice(i, i + 7)
      parts.add(
        i,
        part.map((_, j) => i + j),
        part,
      )
    }
    expect(parts.lines()).toEqual(draw(values, { width: 80, unicode: true, colour: false }))
  })

  test('suits the terminal', () => {
    expect(terminalOf({}, {})).toEqual({ width: 80, unicode: true, colour: false })
    expect(terminalOf({ isTTY: true, columns: 120 }, { LANG: 'de_DE.UTF-8' })).toEqual({
      width: 120,
      unicode: true,
      colour: true,
    })
    expect(terminalOf({ isTTY: true, columns: 10 }, { LC_ALL: 'C', LANG: 'de_DE.UTF-8' })).toEqual({
      width: 40,
      unicode: false,
      colour: true,
    })
    expect(terminalOf({ isTTY: true, columns: 80 }, { NO_COLOR: '1', NO_UNICODE: '1' })).toEqual({
      width: 80,
      unicode: false,
      colour: false,
    })
    const coloured = draw([1, 2], { width: 40, unicode: true, colour: true })
    expect(coloured[0]).toContain('\u001B[36m')
  })
})
