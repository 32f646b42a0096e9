/**
 * A store in a bucket of S3, or of a server that speaks like it. A name is put once by a condition that the server keeps.
 */
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { SweepError } from '../../errors.js'
import { checkName, type Digest, type Store, type StoreEntry } from '../store.js'
import { type Opened, openClient } from './client.js'
import { isAbsent, isPassing, s3Failure, statusOf } from './failure.js'
import { readLocation } from './location.js'
import { putInPieces } from './multipart.js'

/** What is put before all else in a store of a sweep, and so shows whether the server keeps the condition. */
const FIRST = 'plan.json'
/** What is larger is put in pieces. */
const LARGE = 32 * 2 ** 20
// Two that put a name at the same moment may each be told to try again.
const MOST_CONFLICTS = 20
// An answer that breaks off is asked for again.
const MOST_BREAKS = 5
const FIRST_WAIT_MS = 50
const LONGEST_WAIT_MS = 2000

/** Objects below a prefix in a bucket. Any number of machines may put at the same time. */
export class S3Store implements Store {
  /** The URL, without a slash at its end. */
  readonly location: string
  readonly #bucket: string
  /** With a slash at its end, unless it is empty. */
  readonly #prefix: string
  readonly #open: () => Promise<Opened>
  #opened: Promise<Opened> | undefined
  #proof: Promise<void> | undefined

  /** @param open what opens a client; as the SDK finds it by default */
  constructor(url: string, open: () => Promise<Opened> = openClient) {
    const { bucket, prefix } = readLocation(url)
    this.location = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`
    this.#bucket = bucket
    this.#prefix = prefix === '' ? '' : `${prefix}/`
    this.#open = open
  }

  async put(name: string, bytes: Uint8Array, onPut?: (identity: string) => void): Promise<'created' | 'exists'> {
    checkName(name)
    if (name !== FIRST) await this.#proveBy(name)
    const tag = await this.#put(name, bytes)
    if (tag === null) return 'exists'
    if (name === FIRST) await this.#prove(name, bytes)
    onPut?.(tag)
    return 'created'
  }

  async get(name: string): Promise<Uint8Array | null> {
    return this.#reading(name, async (body) => body.transformToByteArray())
  }

  /** Some of the bytes under a name; null when nothing is there. */
  async range(name: string, offset: number, bytes: number): Promise<Uint8Array | null> {
    if (bytes === 0) return new Uint8Array(0)
    return this.#reading(name, async (body) => body.transformToByteArray(), `bytes=${offset}-${offset + bytes - 1}`)
  }

  async digest(name: string): Promise<Digest | null> {
    return this.#reading(name, async (body) => {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        hash.update(chunk)
        bytes += chunk.length
      }
      return { bytes, sha256: hash.digest('hex') }
    })
  }

  async size(name: string): Promise<number | null> {
    return (await this.#head(name))?.ContentLength ?? null
  }

  /** The entity tag. */
  async identity(name: string): Promise<string | null> {
    return (await this.#head(name))?.ETag ?? null
  }

  async list(prefix = ''): Promise<string[]> {
    return [...(await this.#entries(prefix)).keys()].sort()
  }

  /** Of a thousand names in one request. */
  async entries(): Promise<ReadonlyMap<string, StoreEntry>> {
    return this.#entries('')
  }

  #entries(prefix: string): Promise<Map<string, StoreEntry>> {
    return this.#attempt(`list ${this.location}`, async ({ sdk, client }) => {
      const found = new Map<string, StoreEntry>()
      const given = { Bucket: this.#bucket, Prefix: `${this.#prefix}${prefix}` }
      for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, given)) {
        for (const { Key, Size = 0, ETag = '' } of Contents) {
          const name = Key!.slice(this.#prefix.length)
          // What other programs put there, such as the marks of folders, has no name here.
          if (name.split('/').every((part) => part !== '' && !part.startsWith('.')))
            found.set(name, { bytes: Size, identity: ETag })
        }
      }
      return found
    })
  }

  async remove(name: string): Promise<void> {
    const key = this.#key(name)
    await this.#attempt(`remove ${this.#urlOf(name)}`, ({ sdk, client }) =>
      client.send(new sdk.DeleteObjectCommand(key)),
    )
  }

  #key(name: string): { Bucket: string; Key: string } {
    checkName(name)
    return { Bucket: this.#bucket, Key: `${this.#prefix}${name}` }
  }

  #urlOf = (name: string): string => `${this.location}/${name}`

  async #head(name: string) {
    const key = this.#key(name)
    return this.#attempt(`read ${this.#urlOf(name)}`, async ({ sdk, client }) => {
      try {
        return await client.send(new sdk.HeadObjectCommand(key))
      } catch (error) {
        if (isAbsent(error)) return null
        // An answer without a body does not say what is wrong.
        if (statusOf(error) !== undefined) await client.send(new sdk.GetObjectCommand({ ...key, Range: 'bytes=0-0' }))
        throw error
      }
    })
  }

  /** Puts a name once; its entity tag, or null when it is taken. */
  async #put(name: string, bytes: Uint8Array): Promise<string | null> {
    const key = this.#key(name)
    return this.#attempt(`write ${this.#urlOf(name)}`, async ({ sdk, client }) => {
      for (let conflicts = 1; ; conflicts++) {
        try {
          if (bytes.length > LARGE) return await putInPieces({ sdk, client }, key, bytes)
          const command = new sdk.PutObjectCommand({ ...key, Body: bytes, IfNoneMatch: '*' })
          return (await client.send(command)).ETag ?? ''
        } catch (error) {
          if (statusOf(error) === 412) return null
          if (statusOf(error) !== 409 || conflicts === MOST_CONFLICTS) throw error
          await pause(conflicts)
        }
      }
    })
  }

  /** Makes sure that the server keeps the condition, by the first name where it is there and else by the one to be put. */
  async #proveBy(name: string): Promise<void> {
    this.#proof ??= (async () => {
      const first = await this.get(FIRST)
      if (first !== null) await this.#refuseTwice(FIRST, first)
    })()
    await this.#settled(this.#proof, name)
  }

  async #prove(name: string, bytes: Uint8Array): Promise<void> {
    this.#proof = this.#refuseTwice(name, bytes)
    await this.#settled(this.#proof, name)
  }

  async #settled(proof: Promise<void>, _: string): Promise<void> {
    try {
      await proof
    } catch (error) {
      // It may have been of the moment.
      if (this.#proof === proof) this.#proof = undefined
      throw error
    }
  }

  /** Puts once more what is there, which the server has to refuse. */
  async #refuseTwice(name: string, bytes: Uint8Array): Promise<void> {
    if ((await this.#put(name, bytes)) === null) return
    throw new SweepError(
      'store-denied',
      `A store puts a name once, by If-None-Match; found ${this.#urlOf(name)} put twice, as the server ignores that condition. Use a server that keeps it (S3, R2, MinIO and Google's do), a newer version of it, or a folder.`,
    )
  }

  /** Reads what is under a name, again when it breaks off. */
  async #reading<T>(
    name: string,
    read: (body: { transformToByteArray(): Promise<Uint8Array> }) => Promise<T>,
    range?: string,
  ): Promise<T | null> {
    const key = this.#key(name)
    return this.#attempt(`read ${this.#urlOf(name)}`, async ({ sdk, client }) => {
      for (let breaks = 1; ; breaks++) {
        let body: { transformToByteArray(): Promise<Uint8Array> }
        try {
          const found = await client.send(new sdk.GetObjectCommand({ ...key, ...(range && { Range: range }) }))
          body = found.Body!
        } catch (error) {
          if (isAbsent(error)) return null
          // Beyond the end of what is there.
          if (statusOf(error) === 416) return null
          throw error
        }
        try {
          return await read(body)
        } catch (error) {
          if (breaks === MOST_BREAKS) throw error
          await pause(breaks)
        }
      }
    })
  }

  async #attempt<T>(action: string, run: (opened: Opened) => Promise<T>): Promise<T> {
    const started = performance.now()
    for (let tries = 1; ; tries++) {
      try {
        this.#opened ??= this.#open()
        return await run(await this.#opened)
      } catch (error) {
        const { patience } = (await this.#opened?.catch(() => null)) ?? { patience: 0 }
        if (!isPassing(error) || performance.now() - started > patience) throw s3Failure(action, error)
        await pause(tries)
      }
    }
  }
}

/** Waits longer each time, and never as long as another does. */
const pause = (times: number) =>
  setTimeout(Math.min(FIRST_WAIT_MS * 2 ** (times - 1), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2))
