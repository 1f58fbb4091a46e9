import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedTree } from './installed-tree.js';
import { packageFolders, repository } from './packed-package.js';

/**
 * The most that an installation of each package may bring along: third-party packages, and MB (10⁶ bytes) of all files, our own
 * packages included.
 */
const limits: Readonly<Record<string, readonly [packages: number, megabytes: number]>> = {
  'packages/errors': [0, 1],
  'packages/random': [0, 1],
  'packages/data': [0, 1],
  'packages/kernels': [0, 1],
  'packages/metrics': [0, 1],
  'packages/preprocessing': [1, 10],
  'packages/activations': [1, 10],
  'packages/model': [1, 10],
  'packages/onnx': [1, 10],
  'packages/sparse': [2, 10],
  'packages/trainer': [1, 10],
  'packages/study': [2, 10],
  'packages/presets': [2, 10],
  'packages/runner': [2, 10],
  'packages/plotting': [5, 3],
  'packages/study-charts': [7, 10],
  'packages/tables': [2, 10],
  'apps/cli': [10, 60],
  'apps/sparse-inference': [10, 60],
  'apps/reluctant': [10, 60],
  'apps/reluctant-sparse': [10, 60],
};

/** Heavy packages that a reader of the table counts for himself: pictures as PNG, DuckDB, onnxruntime's native binary. */
function leftOut(folder: string): RegExp {
  return /^packages\/(plotting|study-charts)$/.test(folder)
    ? /^@resvg\/|^dejavu-fonts-ttf$/
    : /^@duckdb\/|^onnxruntime-node$/;
}

test.each(Object.entries(limits))(
  '%s installs at most %j (third-party packages, MB)',
  (folder, [packages, megabytes]) => {
    const { thirdParty, bytes } = installedTree(join(repository, folder), leftOut(folder));
    expect(thirdParty.length, thirdParty.join(', ')).toBeLessThanOrEqual(packages);
    expect(bytes / 1e6).toBeLessThanOrEqual(megabytes);
    expect(bytes).toBeGreaterThan(0);
  },
);

test('every published package has its limits', () => {
  const published = packageFolders()
    .map((folder) => `packages/${folder}`)
    .filter((folder) => JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')).private !== true);
  expect(Object.keys(limits)).toEqual(expect.arrayContaining(published));
});
