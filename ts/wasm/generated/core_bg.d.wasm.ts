/**
 * The module as bundlers link it: what it exports is declared in core.d.ts.
 */
export {}
