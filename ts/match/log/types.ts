/**
 * What a reader makes of a log: columns of learning rates by step, and what the log says of its run.
 */
import type { Printed } from './printed.js'

/** A learning rate that was logged. */
export interface LogRow {
  /** The step beside the rate: of updates, or what the tool counts. */
  readonly step: number
  /** The rate. */
  readonly lr: Printed
  /** How many updates had been skipped by then, where the log counts them. */
  readonly skipped?: number
  /** Whether the row is of several steps, of which it has the mean: their least and greatest rates differ. */
  readonly isBucket?: boolean
}

/** The rates of one param group, or of one run, in the order of the file. */
export interface LogColumn {
  /** As the log has it. */
  readonly name: string
  /** Whether the name is one of a learning rate; others are taken only where they are asked for. */
  readonly isRate: boolean
  /** Its rows in the order of the file. */
  readonly rows: LogRow[]
}

/**
 * Which update the rate beside step s belongs to: s ('now'), s − 1 ('before'), or one of the two, which only the values
 * tell ('either').
 */
export type Update = 'now' | 'before' | 'either'

/**
 * How the tool prints a number: each by its own digits ('printed'), in the shortest form that reads back, which drops
 * zeros at the end ('shortest'), or as a float32 in such a form ('float32').
 */
export type Printing = 'printed' | 'shortest' | 'float32'

/** What a log says. */
export interface LogText {
  /** Which reader has read it. */
  readonly kind: string
  /** Its rates, a column for each param group or run. */
  readonly columns: readonly LogColumn[]
  /** Which update the rates belong to. */
  readonly update: Update
  /** How its numbers are printed. */
  readonly printing: Printing
  /** How many updates were planned, where the log says it. */
  readonly total: number | null
  /** What has to be known of how it was read; sentences. */
  readonly notes: readonly string[]
}

/** A text that may be a log, made ready once for all readers. */
export interface RawLog {
  readonly text: string
  /** What it is called, which may tell what was logged. */
  readonly file: string
  readonly lines: readonly string[]
  /** Whether the last line has no end: it may have been cut. */
  readonly isOpen: boolean
}

/** Reads one kind of log. */
export interface LogReader {
  readonly kind: string
  /** What it is called in messages. */
  readonly title: string
  /** What it says, or null where the text is of another kind. */
  read(raw: RawLog): LogText | null
}
