import { createHash, randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Process number and host of the writer, to distinguish files left by a killed process from files being written.
 * `removeDeadTemporaries` of `@reluctant/runner` parses it; a test of the command line covers both.
 */
const writerName = `${process.pid}-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}`;

/**
 * Writes a file atomically: under a temporary name in the same folder, then renamed, so that readers never see a
 * partial file. The temporary name is `<path>.<process number>-<host>-<UUID>.tmp`.
 *
 * Both steps happen without a turn of the event loop, so that a program that exits, as after Ctrl-C, leaves no
 * temporary file.
 *
 * @throws ReluctantError naming the file and the reason
 */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${writerName}-${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReluctantError('input-output', `cannot write ${printable(path)}: ${reason}`, {
      path: [path],
      cause: error,
    });
  }
}
