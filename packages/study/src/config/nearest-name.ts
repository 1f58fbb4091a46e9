/**
 * The name that needs the fewest edits (Levenshtein) to become `name`, or undefined if none is near: more than two fifths of
 * the letters, rounded up, would have to change.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.ceil(name.length * 0.4);
  for (const candidate of names) {
    const edits = editDistance(name, candidate);
    if (edits < fewest || (edits === fewest && nearest === undefined)) {
      nearest = candidate;
      fewest = edits;
    }
  }
  return nearest;
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
