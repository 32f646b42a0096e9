/**
 * The flags of a command line as a mapping: however they are spelled, by one name, with the path that they were given by.
 */
import { Fields, type Mapping } from './fields.js'

/** A flag's name without its dashes, in snake_case. */
const plain = (flag: string): string => flag.replace(/^-+/, '').replaceAll('-', '_')

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** On a command line all values are texts: those of numbers are numbers. */
function asNumber(found: unknown): unknown {
  if (Array.isArray(found)) return Array.from(found, asNumber)
  return typeof found === 'string' && NUMBER.test(found) ? Number(found) : found
}

/** Flags of a command line; those that may concern a schedule are told where nobody reads them. */
export class Flags extends Fields {
  readonly #spelled: ReadonlyMap<string, string>

  constructor(given: Fields, owner: string) {
    const spelled = new Map(given.keys.map((flag) => [plain(flag), flag]))
    const values: Mapping = Object.fromEntries([...spelled].map(([name, flag]) => [name, asNumber(given.get(flag))]))
    super(given.reading, values, given.path, owner)
    this.#spelled = spelled
  }

  override at(key: string): string {
    const flag = this.#spelled.get(key) ?? `--${key.replaceAll('_', '-')}`
    return this.path === '' ? flag : `${this.path}.${flag}`
  }

  /** Tells of flags that nobody has asked for, and that look as if they were about the schedule. */
  tellRest(concerns: RegExp): void {
    for (const key of this.rest()) {
      if (concerns.test(key)) this.reading.differs(this.at(key), 'This flag is not read.')
    }
  }
}
