import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Writes a file whole: under a temporary name beside it, then renamed, so that nobody ever meets half of it.
 *
 * @throws ReluctantError naming the file and the reason
 */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
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
