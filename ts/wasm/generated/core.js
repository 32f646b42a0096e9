/* @ts-self-types="./core.d.ts" */

/**
 * Time and pace in the first `len` numbers become a number of batches.
 * @param {number} len
 * @returns {number}
 */
export function batches_until(len) {
    const ret = wasm.batches_until(len);
    return ret;
}

/**
 * The lowest (or the highest) of the values of the buffer, or of the product, from `from` up to `until`.
 * @param {number} from
 * @param {number} until
 * @param {boolean} product
 * @param {boolean} highest
 * @returns {number}
 */
export function bound(from, until, product, highest) {
    const ret = wasm.bound(from, until, product, highest);
    return ret;
}

/**
 * Configurations in the first `len` numbers, of so many schedules each, become a row each: of what they are, or of the
 * values of a range.
 * @param {number} len
 * @param {number} schedules
 * @param {number} wanted
 * @param {number} from
 * @param {number} stride
 * @param {number} count
 * @returns {number}
 */
export function configurations(len, schedules, wanted, from, stride, count) {
    const ret = wasm.configurations(len, schedules, wanted, from, stride, count);
    return ret;
}

/**
 * Run, time and ratio in the first `len` numbers become the converted time.
 * @param {number} len
 * @returns {number}
 */
export function convert_time(len) {
    const ret = wasm.convert_time(len);
    return ret;
}

/**
 * The first `len` numbers become their SHA-256, a number a word.
 * @param {number} len
 * @returns {number}
 */
export function digest(len) {
    const ret = wasm.digest(len);
    return ret;
}

/**
 * The multipliers of a range times a factor, to an address, where `narrow` as f32.
 * @param {number} address
 * @param {number} from
 * @param {number} stride
 * @param {number} count
 * @param {number} factor
 * @param {boolean} narrow
 * @returns {number}
 */
export function fill(address, from, stride, count, factor, narrow) {
    const ret = wasm.fill(address, from, stride, count, factor, narrow);
    return ret;
}

/**
 * Whether every step of a range has a value.
 * @param {number} from
 * @param {number} stride
 * @param {number} count
 * @returns {number}
 */
export function first_error(from, stride, count) {
    const ret = wasm.first_error(from, stride, count);
    return ret;
}

/**
 * Pace and curve in the first `len` numbers are what `value_at`, `first_error` and `fill` read from now on.
 * @param {number} len
 * @returns {number}
 */
export function load(len) {
    const ret = wasm.load(len);
    return ret;
}

/**
 * Multiplies the first `count` values of the buffer into a product that stands apart, or begins it with them.
 * @param {number} count
 * @param {boolean} begin
 */
export function multiply(count, begin) {
    wasm.multiply(count, begin);
}

/**
 * The pace and the curve in the first `len` numbers become the curve's phases.
 * @param {number} len
 * @returns {number}
 */
export function phases(len) {
    const ret = wasm.phases(len);
    return ret;
}

/**
 * The address of the buffer, grown to hold at least `len` numbers.
 * @param {number} len
 * @returns {number}
 */
export function reserve(len) {
    const ret = wasm.reserve(len);
    return ret >>> 0;
}

/**
 * Run, pace and schedule in the first `len` numbers become the curve's numbers.
 * @param {number} len
 * @returns {number}
 */
export function resolve(len) {
    const ret = wasm.resolve(len);
    return ret;
}

/**
 * How many of the first values of a range, which has no error, are one, which becomes the first number of the buffer;
 * or minus how many may change.
 * @param {number} from
 * @param {number} stride
 * @param {number} count
 * @returns {number}
 */
export function stretch(from, stride, count) {
    const ret = wasm.stretch(from, stride, count);
    return ret;
}

/**
 * The first `count` values of the product times a factor, to an address, where `narrow` as f32.
 * @param {number} address
 * @param {number} count
 * @param {number} factor
 * @param {boolean} narrow
 */
export function take_product(address, count, factor, narrow) {
    wasm.take_product(address, count, factor, narrow);
}

/**
 * The multiplier at one clock. After a NaN, the number behind the operands is 0, or that of the error it stands for.
 * @param {number} iteration
 * @param {number} batch
 * @param {number} sample
 * @param {number} token
 * @param {number} second
 * @param {number} epoch
 * @returns {number}
 */
export function value_at(iteration, batch, sample, token, second, epoch) {
    const ret = wasm.value_at(iteration, batch, sample, token, second, epoch);
    return ret;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./core_bg.js": import0,
    };
}

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    wasm.__wbindgen_start();
    return wasm;
}

async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'`);
        }

        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                const validResponse = expectedResponseType(module.type);

                if (validResponse && module.headers.get('Content-Type') !== 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", e);

                } else { throw e; }
            }
        }

        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);

        if (instance instanceof WebAssembly.Instance) {
            return { instance, module };
        } else {
            return instance;
        }
    }

    function expectedResponseType(type) {
        switch (type) {
            case 'basic': case 'cors': case 'default': return true;
        }
        return false;
    }
}

function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }

    const imports = __wbg_get_imports();
    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    const instance = new WebAssembly.Instance(module, imports);
    return __wbg_finalize_init(instance, module);
}

let __wbg_init_promise;
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (__wbg_init_promise === undefined) {
        __wbg_init_promise = __wbg_init_once(module_or_path);
        __wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });
    }
    return __wbg_init_promise;
}

async function __wbg_init_once(module_or_path) {

    if (module_or_path !== undefined) {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }


    const imports = __wbg_get_imports();

    if (typeof module_or_path === 'string' || (typeof Request === 'function' && module_or_path instanceof Request) || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }

    const { instance, module } = await __wbg_load(await module_or_path, imports);

    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };
