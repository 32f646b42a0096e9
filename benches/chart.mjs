// How does the fill table look? Draws its ratios to `fill`, from benches/results/.

const WIDTH = 720
const [LEFT, RIGHT, TOP] = [170, 60, 56]
const [ROW, BAR] = [36, 12]
const SERIES = [
  { column: 'this library', className: 'own' },
  { column: 'best loop', className: 'best' },
]

/** The newest f64 table of `fill`: of the processor and the Node that were measured last. */
function newest(results) {
  const all = results.flatMap(({ processor, benches }) =>
    Object.values(benches.fill ?? {}).map((result) => ({ processor, ...result })),
  )
  return all.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : major(b) - major(a)))[0]
}

const major = ({ node }) => Number.parseInt(node, 10)

/** The minima of the first table, as multiples of `fill`. */
function ratios({ blocks }) {
  const { head, rows } = blocks.find((block) => typeof block !== 'string')
  const minimum = (row, column) => Number.parseFloat(row[head.indexOf(column)])
  return rows.map((row) => ({
    name: row[0],
    values: SERIES.map(({ column }) => minimum(row, column) / minimum(row, 'fill')),
  }))
}

const text = (x, y, content, rest = '') => `<text x="${x}" y="${y}" ${rest}>${content}</text>`

function draw(rows, where) {
  const largest = Math.max(...rows.flatMap(({ values }) => values))
  const scale = (WIDTH - LEFT - RIGHT) / largest
  const height = TOP + rows.length * ROW + 24
  const bars = rows.flatMap(({ name, values }, row) => {
    const y = TOP + row * ROW
    const label = text(LEFT - 10, y + BAR + 4, name, 'text-anchor="end"')
    const drawn = values.flatMap((value, i) => {
      const [top, width] = [y + i * (BAR + 1), (value * scale).toFixed(1)]
      const end = LEFT + value * scale + 6
      return [
        `<rect class="${SERIES[i].className}" x="${LEFT}" y="${top}" width="${width}" height="${BAR}" rx="2"/>`,
        text(end.toFixed(1), top + BAR - 2, `${value.toFixed(1)}×`, 'class="small"'),
      ]
    })
    return [label, ...drawn]
  })
  const legend = [
    text(LEFT, 18, 'Time of 10 M values, as a multiple of filling the array (shorter is better)', 'class="title"'),
    `<rect class="own" x="${LEFT}" y="30" width="12" height="12" rx="2"/>`,
    text(LEFT + 18, 40, 'scale-schedule'),
    `<rect class="best" x="${LEFT + 140}" y="30" width="12" height="12" rx="2"/>`,
    text(LEFT + 158, 40, 'best plain JavaScript loop'),
    text(LEFT, height - 6, where, 'class="small"'),
  ]
  const x = (LEFT + scale).toFixed(1)
  const limit = `<line x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${height - 22}"/>`
  // Mid tones that stand on white and on black alike.
  const style = `text { font: 13px system-ui, sans-serif; fill: #7d8590 } .small { font-size: 11px }
    .title { font-weight: 600 } .own { fill: #2f81f7 } .best { fill: #8b949e; opacity: .6 }
    line { stroke: #7d8590; stroke-dasharray: 3 3 }`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
  <title>Time of a curve as a multiple of filling the array</title>
  <style>${style}</style>
  ${[...legend, ...bars, limit].join('\n  ')}
</svg>
`
}

/** A picture of what was measured last, with the name of its processor. */
export function chartOf(results) {
  const measured = newest(results)
  if (measured === undefined) throw new Error('There are no results of fill: npm run bench -- fill --write')
  return draw(ratios(measured), `${measured.processor}; Node ${measured.node}; ${measured.date}`)
}
