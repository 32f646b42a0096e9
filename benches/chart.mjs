// How does the fill table look? Draws its ratios to `fill` as docs/bench.svg, from the numbers in benches/README.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const README = new URL('./README.md', import.meta.url)
const TARGET = new URL('../docs/bench.svg', import.meta.url)

const WIDTH = 720
const [LEFT, RIGHT, TOP] = [170, 60, 56]
const [ROW, BAR] = [36, 12]
const SERIES = [
  { column: 'this library', className: 'own' },
  { column: 'best loop', className: 'best' },
]

/** The minima of the first table in the fill block, as multiples of `fill`. */
function ratios() {
  const page = readFileSync(README, 'utf8')
  const block = page.slice(page.indexOf('<!-- bench:fill -->'), page.indexOf('<!-- /bench:fill -->'))
  const lines = block.slice(Math.max(0, block.indexOf('\n| '))).trim()
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const [head, , ...rows] = lines.slice(0, `${lines}\n\n`.indexOf('\n\n')).split('\n').map(cells)
  if (rows.length === 0) throw new Error('benches/README.md has no fill table yet: npm run bench -- fill --write')
  const minimum = (row, column) => Number.parseFloat(row[head.indexOf(column)])
  return rows.map((row) => ({
    name: row[0],
    values: SERIES.map(({ column }) => minimum(row, column) / minimum(row, 'fill')),
  }))
}

const text = (x, y, content, rest = '') => `<text x="${x}" y="${y}" ${rest}>${content}</text>`

function draw(rows) {
  const largest = Math.max(...rows.flatMap(({ values }) => values))
  const scale = (WIDTH - LEFT - RIGHT) / largest
  const height = TOP + rows.length * ROW + 12
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
  ]
  const x = (LEFT + scale).toFixed(1)
  const limit = `<line x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${height - 8}"/>`
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

export function writeChart() {
  const svg = draw(ratios())
  mkdirSync(new URL('.', TARGET), { recursive: true })
  writeFileSync(TARGET, svg)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) writeChart()
