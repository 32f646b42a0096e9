/** A Python that has moto and kubernetes-validate; made on first use. */
export function python(): string
/** The program of Redis, installed where it is missing. */
export function redis(): string
