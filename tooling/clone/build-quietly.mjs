/**
 * Builds what is not built yet, without a word on stdout, so that `pnpm reluctant … --json` prints JSON alone. A
 * failure is printed in full, and a first build says on stderr why nothing happens for a while.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
if (!existsSync(new URL('apps/sparse-inference/dist/main.js', root))) {
  process.stderr.write('Building all packages; this happens once.\n');
}
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const args = [turbo, 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'];
const build = spawnSync(process.execPath, args, { cwd: fileURLToPath(root), encoding: 'utf8' });
if (build.status !== 0) {
  process.stderr.write(`${build.stdout}${build.stderr}${build.error?.message ?? ''}\n`);
  process.exit(build.status ?? 1);
}
