/**
 * What is exported: a schedule and its run, as a program and as values.
 */
import { SchedulerError } from '../../errors/error.js'
import { evaluate } from '../../evaluate/evaluate.js'
import { builtinsOf, type DescribedFactor } from '../../languages/factor.js'
import { NoCounterpart, type Program, programOf } from '../../languages/program.js'
import { LEARNING_RATE, type Quantity } from '../../languages/quantity.js'
import { convertTime } from '../../run/convert.js'
import type { TrainingRun } from '../../run/run.js'
import type { BuiltinScheduler } from '../../schedulers/builtin.js'
import type { ComposerScheduler } from '../../schedulers/callable.js'
import { formOf, productOf, type Scaled } from './form.js'

// A list of more is no program to read, and no file to send.
const MOST_LISTED = 100_000

/** A schedule for a run. */
export class Exported {
  /** At least one; several multiply. */
  readonly schedulers: readonly ComposerScheduler[]
  readonly run: TrainingRun
  readonly baseLr: number
  readonly name: string
  /** What it is a schedule of. */
  readonly quantity: Quantity

  constructor(
    schedulers: readonly ComposerScheduler[],
    run: TrainingRun,
    baseLr: number,
    name: string,
    quantity = LEARNING_RATE,
  ) {
    this.schedulers = schedulers
    this.run = run
    this.baseLr = baseLr
    this.name = name
    this.quantity = quantity
  }

  /** Of the scaled run. */
  get batches(): number {
    return this.run.batches
  }

  /** As languages write it. */
  get program(): Program {
    return this.#programOf(this.schedulers)
  }

  /** As languages write it, with what is listed as code that none of them reads. */
  programWith(factors: readonly (DescribedFactor | null)[]): Program {
    const { run, baseLr, batches, name } = this
    const written = factors.map((factor) => factor ?? ({ kind: 'function', code: '' } as const))
    return { name, factors: written, run: run.toJSON(), batches, baseLr }
  }

  #programOf(schedulers: readonly ComposerScheduler[]): Program {
    const factors = schedulers as readonly BuiltinScheduler[]
    return programOf({ name: this.name, factors, run: this.run, baseLr: this.baseLr }, convertTime)
  }

  /** The learning rates of a range, or the values of its quantity. */
  rates(from: number, count: number): Float64Array {
    return evaluate(this.schedulers, this.run, { from, count, baseLr: this.baseLr })
  }

  /** The form of the whole, a product where several multiply; null where one is of none. */
  get form(): Scaled | null {
    const forms = this.schedulers.map((_, index) => this.formAt(index))
    return forms.every((form) => form !== null) ? productOf(forms) : null
  }

  /** The form of a factor. */
  formAt(index: number): Scaled | null {
    try {
      const [factor] = this.#programOf([this.schedulers[index]!]).factors
      return formOf(factor!)
    } catch (error) {
      if (isWithoutFormula(error)) return null
      throw error
    }
  }

  /**
   * What a language that counts steps writes of a factor. One that has no formula in steps (a function in JavaScript, times
   * between two steps) is listed, value by value.
   *
   * @param write - throws a NoCounterpart for a factor without a formula
   * @param list - writes a value for each batch
   * @throws NoCounterpart for a run that is too long for a list
   */
  steppedAt<T>(
    index: number,
    language: string,
    write: (factor: DescribedFactor) => T,
    list: (values: Float64Array) => T,
  ): T {
    const scheduler = this.schedulers[index]!
    let reason: string
    try {
      const [factor] = builtinsOf(this.#programOf([scheduler]).factors, language)
      return write(factor!)
    } catch (error) {
      if (!isWithoutFormula(error)) throw error
      reason = error.message
    }
    if (this.batches > MOST_LISTED) {
      throw new NoCounterpart(
        `What has no formula in steps is listed for up to ${MOST_LISTED} batches; found a run of ${this.batches}. ${reason}`,
      )
    }
    return list(evaluate(scheduler, this.run, { from: 0, count: this.batches }))
  }
}

/** A segment of a tree may be no time that converts, which its values don't ask for. */
const isWithoutFormula = (error: unknown): error is Error => error instanceof NoCounterpart || SchedulerError.is(error)
