import { WriteStream } from 'node:tty';

/** What is asked of a stream: whether it is a terminal. */
type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Whether text for a stream may have colours. `NO_COLOR` with any value forbids them. `FORCE_COLOR` decides otherwise:
 * 0 or false forbids them, 1 or true asks for them in a pipe, too. Without either a terminal has colours unless it is
 * `TERM=dumb` or Node knows the `CI` that reads it as one without.
 */
export function hasColours(stream: Stream, env: Variables = process.env): boolean {
  const { NO_COLOR = '', FORCE_COLOR } = env;
  if (NO_COLOR !== '') return false;
  if (stream.isTTY !== true && FORCE_COLOR === undefined) return false;
  if (FORCE_COLOR === 'false') return false;
  // Node takes an empty `NO_COLOR` for one that is set.
  return WriteStream.prototype.getColorDepth({ ...env, NO_COLOR: undefined }) > 1;
}

/** Whether a stream is a terminal on which lines can be drawn over. `TERM=dumb` and the log of a `CI` job cannot be. */
export function movesCursor(stream: Stream, { TERM, CI = '' }: Variables = process.env): boolean {
  return stream.isTTY === true && TERM !== 'dumb' && ['', '0', 'false'].includes(CI);
}
