import { stat } from 'node:fs/promises';
import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Runs work that reads files, and makes sure that they are the same after it: neither replaced nor written to.
 *
 * @throws ReluctantError (`input-output`) naming the file that changed; an error of the work itself if nothing changed,
 *   because a change explains it better
 */
export async function whileUnchanged<Result>(files: readonly string[], work: () => Promise<Result>): Promise<Result> {
  const before = await Promise.all(files.map(stateOf));
  const outcome = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const after = await Promise.all(files.map(stateOf));
  const changed = files.find((_, index) => before[index] !== after[index]);
  if (changed !== undefined) {
    const said = `${printable(changed)} changed while it was read: read it again when nothing writes to it`;
    throw new ReluctantError('input-output', said, { path: [changed] });
  }
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/**
 * Device, inode, size and time of the last write of a file as one text. The time of its last change of state is not
 * among them: it changes, too, when somebody makes a hard link to the file, as package managers do.
 */
async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs].join(' ');
  } catch {
    return 'gone';
  }
}
