import { ReluctantError } from '@reluctant/errors';
import { expect, test } from 'vitest';
import { buildDifference } from './build-difference.js';

const engines = (build: string, engine: 'wasm' | 'tfjs' = 'wasm') => ({
  relu: { engine, build },
  silu: { engine, build },
});
type Builds = Parameters<typeof buildDifference>[1];
const said = (there: Builds, here: Builds) =>
  new ReluctantError('invalid-option', buildDifference('runs/post', there, here)).message;

test('a directory of another Node says which Node made it', () => {
  const there = { engines: engines('relaxed-simd'), node: 'v24.1.0' };
  expect(said(there, { engines: engines('simd'), node: 'v20.20.2' })).toBe(
    "runs/post holds the same study with another build (relu and 1 more: wasm relaxed-simd there, wasm simd here; made by Node v24.1.0, this is Node v20.20.2): continue it with that Node, or choose another directory with the option 'out'",
  );
});

test('the same Node, and one that is not known, are not named; a strategy without an engine has none', () => {
  for (const node of ['v20.20.2', undefined]) {
    const there = { engines: { silu: { engine: 'wasm', build: 'simd' } } as const, node };
    expect(said(there, { engines: engines('simd'), node: 'v20.20.2' })).toBe(
      "runs/post holds the same study with another engine (relu: none there, wasm simd here): choose another directory with the option 'out'",
    );
  }
});

test('another engine is not called another build', () => {
  const there = { engines: engines('tfjs-wasm', 'tfjs'), node: undefined };
  expect(said(there, { engines: engines('simd'), node: 'v20.20.2' })).toContain(
    'another engine (relu and 1 more: tfjs tfjs-wasm there, wasm simd here)',
  );
});
