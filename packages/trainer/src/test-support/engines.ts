import type { Engine } from '../engine.js';
import { tfjsEngine } from '../tfjs/index.js';
import { wasmEngine } from '../wasm/index.js';

/** Every engine by name; the tests run the same tables on each. */
export const engines: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['wasm', async () => wasmEngine({ build: 'simd' })],
  ['tfjs on wasm', () => tfjsEngine({ backend: 'wasm' })],
];

/** Engines that must reproduce the golden traces. */
export const goldenEngines: typeof engines = [...engines, ['tfjs on cpu', () => tfjsEngine({ backend: 'cpu' })]];
