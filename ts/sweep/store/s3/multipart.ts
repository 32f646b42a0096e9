/**
 * What is large is put in pieces, which become an object at their completion, by the same condition.
 */
import type { Opened } from './client.js'
import { statusOf } from './failure.js'

const PIECE = 16 * 2 ** 20
const AT_A_TIME = 4

/**
 * Puts bytes; the entity tag of what was made.
 *
 * @throws what the client does, with the status 412 when the name is taken; pieces that came to nothing are given up
 */
export async function putInPieces(
  { sdk, client }: Pick<Opened, 'sdk' | 'client'>,
  key: { readonly Bucket: string; readonly Key: string },
  bytes: Uint8Array,
): Promise<string> {
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(key))
  const upload = { ...key, UploadId: UploadId! }
  try {
    const parts: { PartNumber: number; ETag: string | undefined }[] = []
    let next = 0
    const send = async () => {
      for (let from = next++ * PIECE; from < bytes.length; from = next++ * PIECE) {
        const PartNumber = from / PIECE + 1
        const Body = bytes.subarray(from, from + PIECE)
        const { ETag } = await client.send(new sdk.UploadPartCommand({ ...upload, PartNumber, Body }))
        parts[PartNumber - 1] = { PartNumber, ETag }
      }
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, send))
    const MultipartUpload = { Parts: parts }
    const done = await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload, IfNoneMatch: '*' }),
    )
    return done.ETag ?? ''
  } catch (error) {
    // Completed already, when the answer to it was lost.
    const isGone = statusOf(error) === 404 && (error as Error).name === 'NoSuchUpload'
    const made = isGone ? await client.send(new sdk.HeadObjectCommand(key)).catch(() => null) : null
    // Whoever compares what is there finds these bytes, or others.
    if (made !== null) throw Object.assign(new Error('The name is taken'), { $metadata: { httpStatusCode: 412 } })
    // Without the right to it, a rule of the bucket has to.
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {})
    throw error
  }
}
