// Prints what `pnpm release` would publish: each package as it would be packed, with its files, its size and the
// dependencies of its published manifest. Writes nothing but a scratch folder and needs no network, so it does not know
// which versions npm has already.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPublished } from './published-packages.js';

const scratch = mkdtempSync(join(tmpdir(), 'reluctant-release-'));
try {
  const packed = await packPublished(scratch);
  for (const { name, version, files, tarball, manifest } of packed) {
    console.log(`${name} ${version}: ${files.length} files, ${Math.round(statSync(tarball).size / 1024)} KiB packed`);
    console.log(`  entry points: ${Object.keys(manifest.exports).join(' ')}`);
    if (manifest.bin !== undefined) console.log(`  commands: ${Object.keys(manifest.bin).join(' ')}`);
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies'] as const) {
      const entries = Object.entries(manifest[kind] ?? {}).map(([dependency, range]) => `${dependency} ${range}`);
      if (entries.length > 0) console.log(`  ${kind}: ${entries.join(', ')}`);
    }
  }
  console.log(`${packed.length} packages; \`pnpm changeset status\` tells their next versions.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
