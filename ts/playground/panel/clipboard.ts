/**
 * The clipboard, which browsers keep closed at times.
 */

/** Puts a text on the clipboard; whether that went. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
