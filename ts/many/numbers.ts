/**
 * Numbers in a row, as many as come: what is sent to the module, without an array for each time.
 */
export class Numbers {
  #numbers = new Float64Array(2 ** 12)
  #size = 0

  /** Appends some. */
  put(numbers: readonly number[]): void {
    if (this.#size + numbers.length > this.#numbers.length) {
      const larger = new Float64Array(2 * (this.#size + numbers.length))
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    for (let i = 0; i < numbers.length; i++) this.#numbers[this.#size++] = numbers[i]!
  }

  /** All of them, as a view that holds until the next is appended; they are forgotten. */
  take(): Float64Array {
    const taken = this.#numbers.subarray(0, this.#size)
    this.#size = 0
    return taken
  }
}
