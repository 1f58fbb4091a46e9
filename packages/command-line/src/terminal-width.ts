/** Characters in a line where nothing else is known. */
const defaultWidth = 80;

/** Narrower terminals are written to as if they had this width. */
const narrowest = 40;

/**
 * Characters that fit in a line of a stream: the columns of a terminal; in a pipe or a file 80, or as many as the
 * environment variable `COLUMNS` says. At least 40.
 */
export function terminalWidth(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const said = stream.isTTY ? stream.columns : Number(env.COLUMNS ?? '');
  return Number.isInteger(said) && said > 0 ? Math.max(narrowest, said) : defaultWidth;
}
