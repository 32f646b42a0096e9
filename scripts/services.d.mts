/** A Python that has moto and kubernetes-validate; made on first use. */
export function python(): string
export function redis(): string
