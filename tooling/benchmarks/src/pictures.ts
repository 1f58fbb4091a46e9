import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentPictures, pictureWidths } from './picture-figures.js';

/** `pnpm docs:pictures`: runs the post's study at both widths with `--plots` and copies the pictures of the README. */
const cli = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));
const target = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reluctant-pictures-'));
try {
  for (const width of pictureWidths) {
    const out = join(folder, String(width));
    execFileSync(process.execPath, [cli, 'run', '--bottleneck', String(width), '--plots', '--quiet', '--out', out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (const { name } of documentPictures) {
      copyFileSync(join(out, 'plots', `${name}.png`), join(target, `${name}_${width}.png`));
    }
  }
  console.log(`pictures written: ${target}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
