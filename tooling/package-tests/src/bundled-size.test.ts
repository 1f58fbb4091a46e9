import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundledSize } from './bundled-size.js';
import { repository } from './packed-package.js';

/** The rows of the table in docs/bundle-sizes.md: what is imported, from where, and the most kilobytes that it may take. */
const rows = [
  ...readFileSync(join(repository, 'docs/bundle-sizes.md'), 'utf8').matchAll(
    /^\| `import \{ ([\w, ]+) \} from '(@reluctant\/[\w/-]+)'` +\| +(\d+) KB +\|$/gm,
  ),
].map(([, names = '', from = '', most]) => ({ names, from, most: Number(most) }));

describe('docs/bundle-sizes.md', () => {
  test('has the rows that are measured here', () => {
    expect(rows.map(({ names }) => names)).toEqual([
      ...['createActivation', 'trainTestSplit', 'decodeSafetensors', 'train', 'SparseSession'],
    ]);
  });

  test.each(rows)('$names from $from: at most $most KB (1024 bytes) minified and compressed', async (row) => {
    const bytes = await bundledSize(`export { ${row.names} } from '${row.from}'`);
    expect(bytes).toBeLessThanOrEqual(row.most * 1024);
    // The table must not promise much less than what is true: a limit that is far off says nothing.
    expect(bytes).toBeGreaterThan(row.most * 1024 * 0.6);
  });
});
