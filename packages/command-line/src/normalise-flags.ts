/**
 * Writes dashes within known flags as underscores, `--n-runs=3` as `--n_runs=3`: the post's command has underscores,
 * but dashes are common on command lines. Arguments that are not known flags stay as they are, and so does everything
 * after `--`.
 */
export function normaliseFlags(args: readonly string[], names: readonly string[]): string[] {
  const known = new Set(names);
  const end = args.indexOf('--');
  return args.map((arg, index) => {
    const match = /^--([^=]+)(=.*)?$/s.exec(arg);
    if (match?.[1] === undefined || (end >= 0 && index > end)) return arg;
    const name = match[1].replaceAll('-', '_');
    return known.has(name) ? `--${name}${match[2] ?? ''}` : arg;
  });
}
