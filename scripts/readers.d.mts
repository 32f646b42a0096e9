/** A Python that has NumPy, pandas and PyArrow; made on first use. */
export function python(): string
