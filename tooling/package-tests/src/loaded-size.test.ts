import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSafetensors } from '@reluctant/model';
import { exportMlp, type MlpLayer } from '@reluctant/onnx';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { loadedSize } from './loaded-size.js';
import { repository } from './packed-package.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const linear = (inputs: number, outputs: number) => ({
  ...{ inputs, outputs, bias: new Float32Array(outputs) },
  weight: Float32Array.from({ length: inputs * outputs }, (_, at) => ((at % 7) - 3) / 8),
});
const dense = (inputs: number, outputs: number, activation: 'relu' | 'none'): MlpLayer => ({
  ...{ kind: 'dense', activation, linear: linear(inputs, outputs) },
});
const fileOf = (...layers: readonly MlpLayer[]): Uint8Array =>
  exportMlp({ inputName: 'x', outputName: 'y', metadata: {}, layers });

const nothing = new Uint8Array();
const gated: MlpLayer = {
  ...{ kind: 'gatedFfn', activation: 'none', gate: linear(32, 96), up: linear(32, 96), down: linear(96, 32) },
};

/** What is measured, by the first column of the table in docs/bundle-sizes.md: a page, and what it gets. */
const measured: Readonly<Record<string, readonly [page: string, file: () => Uint8Array]>> = {
  createActivation: ['create-activation', () => nothing],
  trainTestSplit: ['train-test-split', () => nothing],
  decodeSafetensors: ['decode-safetensors', () => encodeSafetensors({ tensors: new Map(), metadata: {} })],
  train: ['train', () => nothing],
  'train, parseStrategy': ['parse-strategy', () => nothing],
  'SparseSession, small': ['sparse-session', () => fileOf(dense(16, 100, 'relu'), dense(100, 3, 'none'))],
  'SparseSession, gated': ['sparse-session', () => fileOf(gated, dense(32, 5, 'none'))],
  'SparseSession, wide': ['sparse-session', () => fileOf(dense(600, 600, 'relu'), dense(600, 5, 'none'))],
};

/** The rows of the table: what is measured, and the most kilobytes that it may take. */
const rows = [
  ...readFileSync(join(repository, 'docs/bundle-sizes.md'), 'utf8').matchAll(
    /^\| `([\w, ]+)` +\|.*\| +(\d+) KB +\|$/gm,
  ),
].map(([, name = '', most]) => ({ name, most: Number(most) }));

describe('docs/bundle-sizes.md', () => {
  test('has the rows that are measured here', () => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(measured));
  });

  test.each(rows)('$name: at most $most KB (1024 bytes) minified and compressed', async ({ name, most }) => {
    const [page = '', file] = measured[name] ?? [];
    const { bytes, files } = await loadedSize(page, file?.() ?? nothing, join(scratch.path, name.replace(/\W+/g, '-')));
    expect(bytes / 1024, files.join(', ')).toBeLessThanOrEqual(most);
    // The table must not promise much less than what is true: a limit that is far off says nothing.
    expect(bytes / 1024).toBeGreaterThan(most * 0.8);
  });
});
