/** Limits the cost of the comparison; longer names are not typing mistakes. */
const longest = 64;

/**
 * The name most similar to `name`, or undefined if none is similar enough.
 *
 * Names that differ only in case, dashes and underscores are equal (`test_size` is `testSize`). Otherwise the smallest
 * optimal string alignment distance decides, in which a transposition of two neighbours counts as one edit. The limit
 * is a third of the letters, rounded up. Ties go to the first name.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = simplified(name);
  let nearest: string | undefined;
  let fewest = Math.ceil(wanted.length / 3) + 1;
  for (const candidate of names) {
    const edits = editDistance(wanted, simplified(candidate));
    if (edits < fewest) [nearest, fewest] = [candidate, edits];
  }
  return nearest;
}

/** The end of a sentence about an unknown name: `; did you mean 'stoch'?`, or all known names if none is similar. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return `; did you mean '${nearest}'?`;
  const known = [...names];
  return known.length === 0 ? '; there are none' : `; known are ${known.join(', ')}`;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and transpositions of neighbours. Keeps three
 * rows of the table.
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(edits);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
