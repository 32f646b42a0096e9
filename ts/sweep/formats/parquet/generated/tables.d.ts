/* tslint:disable */
/* eslint-disable */

/**
 * Adds the rows of a configuration, which is in the first `count` numbers, to a file of the long layout.
 */
export function add_long(count: number): void;

/**
 * Ends a block: every column has been given so many rows.
 */
export function add_rows(rows: number): void;

/**
 * Adds the rows of a part, which is in the first `count` numbers, to a file of the wide layout; how many there are.
 */
export function add_wide(count: number): number;

/**
 * Lets all pieces go.
 */
export function clear(): void;

/**
 * Ends the file: its last bytes are done.
 */
export function finish(): void;

/**
 * Begins a file with the schema in the first `len` bytes.
 */
export function open(len: number): void;

/**
 * The address of a piece.
 */
export function piece_address(index: number): number;

/**
 * How many bytes a piece has.
 */
export function piece_length(index: number): number;

/**
 * How many pieces of bytes are done.
 */
export function pieces(): number;

/**
 * Adds the first `count` numbers of the buffer to a column.
 */
export function push_numbers(column: number, count: number): void;

/**
 * Adds texts to a column: the buffer has `count` lengths as 32 bits each, then the texts, `len` bytes in all.
 */
export function push_texts(column: number, count: number, len: number): void;

/**
 * Adds whether rows have a value, a byte for each, to a column.
 */
export function push_valid(column: number, rows: number): void;

/**
 * The address of the buffer, grown to hold at least `len` bytes.
 */
export function reserve(len: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly add_long: (a: number) => void;
    readonly add_rows: (a: number) => void;
    readonly add_wide: (a: number) => number;
    readonly clear: () => void;
    readonly finish: () => void;
    readonly open: (a: number) => void;
    readonly piece_address: (a: number) => number;
    readonly piece_length: (a: number) => number;
    readonly pieces: () => number;
    readonly push_numbers: (a: number, b: number) => void;
    readonly push_texts: (a: number, b: number, c: number) => void;
    readonly push_valid: (a: number, b: number) => void;
    readonly reserve: (a: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
