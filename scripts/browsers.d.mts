/** The types of browsers.mjs, for the tests. */
export declare function findChromium(): string | undefined
export declare function findFirefox(): string | undefined
export declare const CHROMIUM_ARGS: string[]
