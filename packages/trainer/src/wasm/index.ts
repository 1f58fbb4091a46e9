export { programBytes } from './program-bytes.js';
export { supportsWasm } from './supports-wasm.js';
export { type WasmEngineOptions, wasmEngine } from './wasm-engine.js';
