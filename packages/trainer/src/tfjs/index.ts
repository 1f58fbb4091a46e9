export type { BackendOptions } from './backend.js';
export type { BackendName, WasmPaths } from './register-backend.js';
export { tfjsEngine } from './tfjs-engine.js';
