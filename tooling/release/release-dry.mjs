// Prints what `pnpm release` would publish: each package as it would be packed, with its files, its size and the dependencies of its
// published manifest. Writes nothing but a scratch folder and needs no network, so it does not know which versions npm has already.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPublished } from './published-packages.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'reluctant-release-'));
try {
  const packed = packPublished(scratch);
  for (const { name, version, files, tarball, manifest } of packed) {
    console.log(`${name} ${version}: ${files.length} files, ${Math.round(statSync(tarball).size / 1024)} kB packed`);
    console.log(`  entry points: ${Object.keys(manifest.exports).join(' ')}`);
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
      const entries = Object.entries(manifest[kind] ?? {}).map(([dependency, range]) => `${dependency} ${range}`);
      if (entries.length > 0) console.log(`  ${kind}: ${entries.join(', ')}`);
    }
  }
  console.log(`${packed.length} packages; \`pnpm changeset status\` tells their next versions.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
