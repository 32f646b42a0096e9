/** A Python that has JAX and optax; made on first use. */
export function python(): string
