/**
 * Known runs as they were published: named re-exports only.
 */
export type { PresetInfo, PresetSource } from './described.js'
export { PRESETS, type Preset, preset } from './preset.js'
