/**
 * The client of an object store: endpoint, region and credentials as the SDK finds them, and what servers other than S3 need.
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { loadPeers, MissingPeers } from '../../../node/peers.js'
import { SweepError } from '../../errors.js'

/** The package of the client. */
export type Sdk = typeof import('@aws-sdk/client-s3')

/** What opens a bucket. */
export interface Opened {
  readonly sdk: Sdk
  readonly client: S3Client
  /** For how long what fails for a reason that passes is tried again, in milliseconds. */
  readonly patience: number
}

// For as long as a server that is restarted is away; more than the SDK would wait by itself.
const PATIENCE_MS = 30_000
// A server that is silent for so long is asked again.
const SILENT_MS = 60_000
const CONNECT_MS = 10_000
/** What servers that know no regions are told. */
const ANY_REGION = 'us-east-1'

/**
 * Opens a client. Nothing is sent yet.
 *
 * @throws SweepError 'missing-package', and 'store-location' where no region is set
 */
export async function openClient(env: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  const sdk = await loadSdk()
  const isOther = hasEndpoint(env)
  // Whoever says how often is taken at their word.
  const patience = env.AWS_MAX_ATTEMPTS === undefined ? PATIENCE_MS : 0
  const config: S3ClientConfig = {
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    followRegionRedirects: true,
    // Names of buckets are no names of hosts there, and newer checksums are not known.
    ...(isOther && {
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  }
  const client = new sdk.S3Client(config)
  try {
    await client.config.region()
    return { sdk, client, patience }
  } catch (error) {
    client.destroy()
    if (isOther) return { sdk, client: new sdk.S3Client({ ...config, region: ANY_REGION }), patience }
    const cure = 'Set AWS_REGION, or region in the profile.'
    throw new SweepError('store-location', `A bucket of S3 has a region; found none that is set. ${cure}`, {
      cause: error,
    })
  }
}

async function loadSdk(): Promise<Sdk> {
  try {
    const name = '@aws-sdk/client-s3'
    return (await loadPeers({ [name]: () => import('@aws-sdk/client-s3') }))[name] as Sdk
  } catch (error) {
    if (error instanceof MissingPeers)
      throw new SweepError('missing-package', `A store in S3 ${error.message}`, { cause: error })
    throw error
  }
}

/** Whether another server than S3 itself is set, in the environment or in the file of profiles. */
function hasEndpoint(env: NodeJS.ProcessEnv): boolean {
  if (env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL) return true
  try {
    // Of whichever profile: S3 itself takes what these servers need as well.
    return /^\s*endpoint_url\s*=/m.test(
      readFileSync(env.AWS_CONFIG_FILE ?? path.join(homedir(), '.aws/config'), 'utf8'),
    )
  } catch {
    return false
  }
}
