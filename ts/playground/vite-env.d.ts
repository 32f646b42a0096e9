/** What vite makes of imports that are no modules. */
declare module 'scale-schedule/core.wasm?url' {
  const url: string
  export default url
}

declare module 'virtual:sandbox-files' {
  /** Where the worker's text is, and the frame, from the page. */
  export const host: string
  export const frame: string
}

declare module '*.css?inline' {
  /** The styles. */
  const text: string
  export default text
}
