// Python with JAX and optax in .build/jax, for the tests of what is exported to them: some 300 MB.
import { environment } from './python.mjs'

/** A Python that has the packages; made on first use. */
export const python = () => environment('jax', ['jax>=0.4.30', 'optax>=0.2.3'], 'Exports to optax run in Python')
