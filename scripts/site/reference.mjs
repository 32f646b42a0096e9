// The API reference: what TypeDoc reads of the entries, as pages of the site, one for each exported name.
import path from 'node:path'
import { escapeHtml, pageOf, relative } from './layout.mjs'
import { htmlOf } from './markdown.mjs'

/** How each entry is imported, by its name in TypeDoc; the others are `scale-schedule/` and that. */
const IMPORTED = { index: 'scale-schedule', 'entries/wasm': 'scale-schedule/wasm' }
const specifierOf = (entry) => IMPORTED[entry] ?? `scale-schedule/${entry}`
const folderOf = (entry) => (entry === 'index' ? 'core' : path.posix.basename(entry))

/** Writes the pages. */
export async function writeReference({ root, Marked, write }) {
  // Loaded only now: on a fresh clone it has just been installed.
  const { Application, ReflectionKind, TSConfigReader, TypeDocReader } = await import('typedoc')
  const options = {
    options: path.join(root, 'typedoc.json'),
    projectDocuments: [],
    readme: 'none',
    logLevel: 'Warn',
    // The compiler itself looks for errors, and in more than is shown here.
    skipErrorChecking: true,
  }
  const app = await Application.bootstrap(options, [new TypeDocReader(), new TSConfigReader()])
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc could not read the entries; its messages are above.')
  new Reference({ project, kinds: ReflectionKind, Marked, write }).write()
}

class Reference {
  #kinds
  #Marked
  #write
  #entries
  // The page of each name; those of the core are found first.
  #pages = new Map()

  constructor({ project, kinds, Marked, write }) {
    this.#kinds = kinds
    this.#Marked = Marked
    this.#write = write
    const order = ({ name }) => (name === 'index' ? '' : specifierOf(name))
    this.#entries = [...project.children].sort((a, b) => (order(a) < order(b) ? -1 : 1))
    for (const entry of this.#entries) {
      for (const one of this.#ownOf(entry)) {
        if (!this.#pages.has(one.name)) this.#pages.set(one.name, this.#fileOf(entry, one))
      }
    }
  }

  write() {
    const file = 'api/index.html'
    const sections = this.#entries.map((entry) => this.#entryOf(entry, file))
    const main = `<h1>API</h1>\n<p>Every name of every entry of the package, by what it is imported from.</p>\n${sections.join('\n')}`
    const contents = this.#entries.map(({ name }) => [folderOf(name), specifierOf(name)])
    this.#write(file, pageOf({ file, title: 'API · scale-schedule', main, contents }))
    for (const entry of this.#entries) {
      for (const one of this.#ownOf(entry)) this.#writeOne(entry, one)
    }
  }

  /** What an entry has itself; what it exports again is on the page of where it is from. */
  #ownOf = (entry) => entry.children.filter((one) => !one.kindOf(this.#kinds.Reference))

  #fileOf = (entry, one) => `api/${folderOf(entry.name)}/${one.name}.html`

  #entryOf(entry, file) {
    const specifier = specifierOf(entry.name)
    const own = this.#ownOf(entry)
    const again =
      entry.children.length > own.length ? '<p>It also exports all that <code>scale-schedule</code> does.</p>' : ''
    const groups = groupBy(own, this.#kindOf)
    const lists = ['class', 'function', 'variable', 'interface', 'type'].flatMap((kind) => {
      const found = (groups.get(kind) ?? []).sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
      if (found.length === 0) return []
      const links = found.map((one) => `<li><a href="${relative(file, this.#fileOf(entry, one))}">${one.name}</a></li>`)
      return [
        `<h3 id="${folderOf(entry.name)}-${kind}">${PLURALS[kind]}</h3>\n<ul class="names">${links.join('')}</ul>`,
      ]
    })
    return `<h2 id="${folderOf(entry.name)}"><code>${specifier}</code></h2>\n${again}${lists.join('\n')}`
  }

  #kindOf = (one) => {
    const { Class, Function: Callable, Interface, TypeAlias } = this.#kinds
    if (one.kindOf(Class)) return 'class'
    if (one.kindOf(Callable)) return 'function'
    if (one.kindOf(Interface)) return 'interface'
    return one.kindOf(TypeAlias) ? 'type' : 'variable'
  }

  #writeOne(entry, one) {
    const file = this.#fileOf(entry, one)
    const kind = this.#kindOf(one)
    const place = relative(file, `api/index.html#${folderOf(entry.name)}`)
    const words = `<p class="kind">${WORDS[kind]} of <a href="${place}"><code>${specifierOf(entry.name)}</code></a></p>`
    const body = kind === 'function' ? this.#signatures(one.signatures, file, 2) : this.#declared(one, kind, file)
    const main = `<h1>${one.name}</h1>\n${words}\n${body}`
    this.#write(file, pageOf({ file, title: `${one.name} · scale-schedule`, main }))
  }

  /** A class, an interface, a type or a variable: what it is, and its members. */
  #declared(one, kind, file) {
    const parents = (one.extendedTypes ?? []).map(String)
    const extended = parents.length === 0 ? '' : ` extends ${parents.join(', ')}`
    const shown = {
      class: () => `class ${one.name}${generics(one)}${extended}`,
      interface: () => `interface ${one.name}${generics(one)}${extended}`,
      type: () => `type ${one.name}${generics(one)} = ${one.type}`,
      variable: () => `const ${one.name}: ${one.type ?? 'object'}`,
    }[kind]()
    const parts = [this.#code(shown, file, one.name), this.#comment(one.comment, file)]
    const members = (one.children ?? one.type?.declaration?.children ?? []).filter(({ name }) => !name.startsWith('['))
    const own = members.filter((member) => !member.inheritedFrom)
    const made = own.find((member) => member.kindOf(this.#kinds.Constructor))
    if (made !== undefined)
      parts.push('<h2 id="constructor">Constructor</h2>', this.#signatures(made.signatures, file, 3))
    const values = own.filter((member) =>
      member.kindOf([this.#kinds.Property, this.#kinds.Accessor, this.#kinds.Variable]),
    )
    if (values.length > 0) parts.push('<h2 id="properties">Properties</h2>', this.#table(values, file))
    for (const method of own.filter(({ signatures }) => signatures !== undefined)) {
      if (method === made) continue
      parts.push(
        `<h2 id="${method.name}">${escapeHtml(method.name)}</h2>`,
        this.#signatures(method.signatures, file, 3),
      )
    }
    const inherited = members.filter((member) => member.inheritedFrom && parents.length > 0)
    if (inherited.length > 0 && this.#pages.has(bare(parents[0]))) {
      const names = inherited.map(({ name }) => `<code>${escapeHtml(name)}</code>`).join(', ')
      parts.push(`<h2 id="inherited">Inherited</h2>`, `<p>From ${this.#linked(parents[0], file)}: ${names}.</p>`)
    }
    return parts.filter((part) => part !== '').join('\n')
  }

  /** Calls: what goes in and out of each. */
  #signatures(signatures, file, depth) {
    return signatures
      .map((signature) => {
        const parameters = signature.parameters ?? []
        const given = parameters.map(({ name, type, flags, defaultValue }) => {
          const isOptional = flags.isOptional || defaultValue !== undefined
          return `${flags.isRest ? '...' : ''}${shortName(name)}${isOptional ? '?' : ''}: ${type}`
        })
        const isNew = signature.kindOf(this.#kinds.ConstructorSignature)
        const result = isNew ? '' : `: ${signature.type}`
        const name = isNew ? `new ${signature.parent.parent.name}` : signature.name
        const line = `${name}${generics(signature)}(${given.join(', ')})${result}`
        const shown = line.length > 90 ? `${name}${generics(signature)}(\n  ${given.join(',\n  ')},\n)${result}` : line
        const told = parameters.filter(
          ({ comment, defaultValue }) => comment?.summary.length || defaultValue !== undefined,
        )
        return [
          this.#code(shown, file, signature.name),
          this.#comment(signature.comment, file, depth),
          told.length === 0 ? '' : `<h${depth}>Parameters</h${depth}>${this.#table(told, file)}`,
        ].join('\n')
      })
      .join('\n')
  }

  /** Names with their types and what is said of them. */
  #table(members, file) {
    const rows = members.map((member) => {
      const { name, type, flags, comment, defaultValue, getSignature } = member
      const said = comment ?? getSignature?.comment
      const by =
        defaultValue === undefined || defaultValue === '...' ? '' : ` Default <code>${escapeHtml(defaultValue)}</code>.`
      const mark = flags.isOptional ? '?' : ''
      const shown = this.#linked(String(type ?? getSignature?.type ?? ''), file)
      return `<tr><td><code>${escapeHtml(shortName(name))}${mark}</code></td><td><code>${shown}</code></td><td>${this.#inline(said, file)}${by}</td></tr>`
    })
    return `<div class="table" tabindex="0"><table><thead><tr><th>name</th><th>type</th><th>what it is</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
  }

  #comment(comment, file, depth = 2) {
    if (!comment) return ''
    const blocks = (tag) => comment.blockTags.filter((block) => block.tag === tag)
    const told = [this.#markdown(comment.summary, file)]
    for (const { content } of blocks('@remarks')) told.push(this.#markdown(content, file))
    const titled = [
      ['@returns', 'Returns'],
      ['@throws', 'Throws'],
      ['@example', 'Example'],
    ]
    for (const [tag, title] of titled) {
      for (const { content } of blocks(tag)) told.push(`<h${depth}>${title}</h${depth}>`, this.#markdown(content, file))
    }
    return told.join('\n')
  }

  /** Parts of a comment as Markdown, with links to the names in it. */
  #text(parts, file) {
    return parts
      .map(({ kind, text }) => {
        if (kind !== 'inline-tag') return text
        const page = this.#pages.get(bare(text))
        return page === undefined ? `\`${text}\`` : `[\`${text}\`](${relative(file, page)})`
      })
      .join('')
  }

  #markdown = (parts, file) => htmlOf(this.#Marked, this.#text(parts, file), (href) => linkFrom(file, href)).html

  /** What is said in a cell. */
  #inline(comment, file) {
    if (!comment) return ''
    const html = this.#markdown(comment.summary, file).trim()
    const paragraphs = html.match(/<p>/g)?.length ?? 0
    return paragraphs === 1 ? html.replace(/^<p>([\s\S]*)<\/p>$/, '$1') : html
  }

  #code = (text, file, self) => `<pre tabindex="0"><code>${this.#linked(text, file, self)}</code></pre>`

  /** Code whose names lead to their pages. */
  #linked(text, file, self) {
    return escapeHtml(text).replace(/\b[A-Za-z]\w+\b/g, (name) => {
      const page = this.#pages.get(name)
      if (page === undefined || name === self || page === file || !/^[A-Z]/.test(name)) return name
      return `<a href="${relative(file, page)}">${name}</a>`
    })
  }
}

const WORDS = { class: 'Class', function: 'Function', variable: 'Value', interface: 'Interface', type: 'Type' }
const PLURALS = { class: 'Classes', function: 'Functions', variable: 'Values', interface: 'Interfaces', type: 'Types' }

const bare = (name) => name.replace(/<.*$/, '').trim()

/** Where a link of a comment leads: to a guide, which it names as a file beside the sources. */
function linkFrom(file, href) {
  const [, guide] = /^(?:\.\.\/)+(.+\.md)/.exec(href) ?? []
  return guide === undefined ? href : relative(file, href.replace(/^(?:\.\.\/)+/, '').replace(/\.md/, '.html'))
}

/** Parameters that are taken apart have no name of their own. */
const shortName = (name) => (name === '__namedParameters' ? 'options' : name)

const generics = ({ typeParameters = [] }) => {
  if (!typeParameters?.length) return ''
  const shown = typeParameters.map(({ name, type }) => (type === undefined ? name : `${name} extends ${type}`))
  return `<${shown.join(', ')}>`
}

/** Node 20 has no Map.groupBy. */
function groupBy(list, keyOf) {
  const groups = new Map()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}
