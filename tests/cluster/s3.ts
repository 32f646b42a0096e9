/**
 * What tests of object stores share: the environment, buckets, and what is in them.
 */
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'

/** What the command line is told of the server on a port. */
export const awsEnv = (port: number): Record<string, string> => ({
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
})

/** A client of the server on a port. */
export const clientOf = (port: number): S3Client =>
  new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  })

export const makeBucket = (client: S3Client, Bucket: string) => client.send(new CreateBucketCommand({ Bucket }))

/** All objects below a prefix by their names there, as `contents` gives those of a folder. */
export async function objects(client: S3Client, Bucket: string, prefix = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
      found[Key!.slice(prefix.length)] = Buffer.from(await Body!.transformToByteArray()).toString('base64')
    }
  }
  return found
}

/** Puts objects as `objects` gave them. */
export async function putObjects(client: S3Client, Bucket: string, all: Record<string, string>, prefix = '') {
  const put = ([name, text]: [string, string]) =>
    client.send(new PutObjectCommand({ Bucket, Key: `${prefix}${name}`, Body: Buffer.from(text, 'base64') }))
  await Promise.all(Object.entries(all).map(put))
}
