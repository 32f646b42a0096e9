/**
 * Whether a text is a configuration of this kind, before it is read.
 */

/** Whether a text is a training configuration of Composer's or llm-foundry's kind, as commands read them. */
export const isConfiguration = (text: string): boolean =>
  /^[ \t]*["']?max_duration["']?\s*:/m.test(text) ||
  /[{,]\s*["']?max_duration["']?\s*:/.test(text) ||
  /^[ \t]*parameters\s*:/m.test(text)
