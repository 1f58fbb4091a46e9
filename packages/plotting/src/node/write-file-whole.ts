import { createHash, randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Who writes, as process number and host: what is left of a process that was killed can be told from what is being written.
 * `removeDeadTemporaries` of `@reluctant/study` reads it; a test of the command line holds the two together.
 */
const writerName = `${process.pid}-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}`;

/**
 * Writes a file whole: under a temporary name beside it, then renamed, so that nobody ever meets half of it. The temporary name is
 * `<path>.<process number>-<host>-<UUID>.tmp`.
 *
 * @throws ReluctantError naming the file and the reason
 */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${writerName}-${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReluctantError('input-output', `cannot write ${printable(path)}: ${reason}`, {
      path: [path],
      cause: error,
    });
  }
}
