// The gallery: every scheduler as a small chart by the package's own plot, with a link that opens it in the playground.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { EXAMPLES, RUN } from './examples.mjs'
import { escapeHtml, pageOf, relative } from './layout.mjs'

const FILE = 'gallery.html'
const SIZE = { width: 340, height: 240 }

/** What of the playground makes its links, for Node. */
const LINKS = `
export { SCHEDULERS } from './ts/playground/state/catalogue.ts'
export { factorOfData } from './ts/playground/state/data.ts'
export { encodeLink } from './ts/playground/state/link.ts'
export { makeSchedule, stateWith } from './ts/playground/state/state.ts'
`

/** Loads it: sources, which Node can't read, as one file. */
async function playgroundOf(root) {
  const { rolldown } = await import('rolldown')
  const name = `site-links-${process.pid}.mjs`
  const folder = path.join(root, '.build')
  const entry = path.join(root, 'site-links.ts')
  mkdirSync(folder, { recursive: true })
  const virtual = {
    name: 'links',
    resolveId: (id) => (id === 'links' ? entry : null),
    load: (id) => (id === entry ? LINKS : null),
  }
  const bundle = await rolldown({ input: 'links', plugins: [virtual], platform: 'neutral', logLevel: 'warn' })
  await bundle.write({ dir: folder, entryFileNames: name, codeSplitting: false })
  await bundle.close()
  const loaded = await import(pathToFileURL(path.join(folder, name)).href)
  rmSync(path.join(folder, name))
  return loaded
}

/**
 * Writes the page and its pictures.
 *
 * @param load - an entry of the build by its file
 * @param guides - the headings of the guides, of which a scheduler's leads to its formula
 */
export async function writeGallery({ root, write, load, guides }) {
  const { SCHEDULERS, factorOfData, encodeLink, makeSchedule, stateWith } = await playgroundOf(root)
  const [{ Scheduler, TrainingRun }, { plot }] = [await load('index.js'), await load('plot/index.js')]
  const run = new TrainingRun(RUN)
  const cards = []
  for (const { type, label, summary, group } of SCHEDULERS) {
    const json = { type, ...EXAMPLES[type] }
    const name = type.replace(/Scheduler$/, '')
    for (const theme of ['light', 'dark']) {
      const options = { run, title: label, subtitle: ' ', yLabel: 'multiplier', phases: false, theme, ...SIZE }
      write(`gallery/${name}-${theme}.svg`, plot({ [label]: Scheduler.fromJSON(json) }, options).svg)
    }
    const schedule = makeSchedule(label, [factorOfData(Scheduler.fromJSON(json).toJSON(), true)], {
      maxDuration: RUN.maxDuration,
      dataloaderLen: String(RUN.dataloaderLen),
    })
    const hash = await encodeLink(stateWith(schedule))
    cards.push({ group, html: cardOf({ type, name, label, summary, hash, guide: guideOf(guides, type) }) })
  }
  const groups = [...new Set(cards.map(({ group }) => group))]
  const sections = groups.map((group) => {
    const within = cards.filter((card) => card.group === group).map(({ html }) => html)
    return `<h2 id="${anchorOf(group)}">${escapeHtml(group)}</h2>\n<ul class="gallery">\n${within.join('\n')}\n</ul>`
  })
  const intro = `<h1>Gallery</h1>\n<p>Every scheduler and every combinator over a run of a thousand batches, drawn by <code>scale-schedule/plot</code>. A picture opens in the playground, where all options can be changed.</p>`
  const contents = groups.map((group) => [anchorOf(group), group])
  const main = `${intro}\n${sections.join('\n')}`
  write(FILE, pageOf({ file: FILE, title: 'Gallery · scale-schedule', main, contents }))
}

const anchorOf = (group) => group.toLowerCase().replace(/[^a-z]+/g, '-')

/** The heading of a scheduler on its family's page. */
function guideOf(guides, type) {
  for (const { file, headings } of guides) {
    const found = headings.find(({ text }) => text.replaceAll('`', '') === type)
    if (found !== undefined && file.startsWith('docs/schedulers/')) return `${file}#${found.anchor}`
  }
  return 'docs/schedulers.html'
}

function cardOf({ type, name, label, summary, hash, guide }) {
  const picture = `<picture><source srcset="gallery/${name}-dark.svg" media="(prefers-color-scheme: dark)"><img src="gallery/${name}-light.svg" alt="" width="${SIZE.width}" height="${SIZE.height}" loading="lazy"></picture>`
  const open = `<a class="open" href="playground/index.html#${hash}">${picture}<span>${escapeHtml(label)}</span></a>`
  const links = [
    `<a href="${relative(FILE, guide)}" aria-label="Formula of ${type}">Formula</a>`,
    `<a href="api/core/${type}.html" aria-label="API of ${type}">API</a>`,
  ]
  return `<li id="${type}">${open}<p>${escapeHtml(summary)}</p><p class="links"><code>${type}</code> ${links.join(' ')}</p></li>`
}
