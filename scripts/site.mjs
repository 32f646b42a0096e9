// `npm run site`: builds one static site into .build/site: the guides of docs/, the API reference, a gallery of all
// schedulers, and the playground. Nothing in it comes from elsewhere, so that any server of files can have it.
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'
import { writeGallery } from './site/gallery.mjs'
import { writeGuides } from './site/guides.mjs'
import { writeReference } from './site/reference.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PLAYGROUND = 'SCALE_SCHEDULE_PLAYGROUND'

/** Builds the site into a folder, and the package before it where there is none. */
export async function buildSite(out = path.join(ROOT, '.build/site')) {
  const dist = process.env.SCALE_SCHEDULE_DIST ?? path.join(ROOT, 'dist')
  rmSync(out, { recursive: true, force: true })
  await buildPage(path.join(out, 'playground'))
  const { Marked } = await import('marked')
  const write = (file, text) => {
    const place = path.join(out, file)
    mkdirSync(path.dirname(place), { recursive: true })
    writeFileSync(place, text)
  }
  const load = (name) => import(pathToFileURL(path.join(dist, name)).href)
  copyFileSync(path.join(ROOT, 'scripts/site/style.css'), path.join(out, 'site.css'))
  const guides = writeGuides({ root: ROOT, out, Marked, write })
  await writeGallery({ root: ROOT, write, load, guides })
  await writeReference({ root: ROOT, Marked, write })
  return out
}

/** The playground, in a folder of the site. */
async function buildPage(folder) {
  const before = process.env[PLAYGROUND]
  process.env[PLAYGROUND] = folder
  try {
    const { buildPlayground } = await import('./playground.mjs')
    if (!(await buildPlayground())) throw new Error('The package could not be built; its messages are above.')
  } finally {
    if (before === undefined) delete process.env[PLAYGROUND]
    else process.env[PLAYGROUND] = before
  }
  if (!existsSync(path.join(folder, 'index.html'))) throw new Error(`The playground is not in ${folder}.`)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureDependencies()
  const out = await buildSite()
  console.log(`The site is in ${path.relative(process.cwd(), out) || '.'}: any server of files can serve it`)
}
