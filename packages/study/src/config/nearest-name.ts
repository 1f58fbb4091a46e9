import { distance } from 'fastest-levenshtein';

/**
 * The name that needs the fewest edits (Levenshtein) to become `name`, or undefined if none is near: more than two fifths of
 * the letters, rounded up, would have to change.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.ceil(name.length * 0.4);
  for (const candidate of names) {
    const edits = distance(name, candidate);
    if (edits < fewest || (edits === fewest && nearest === undefined)) {
      nearest = candidate;
      fewest = edits;
    }
  }
  return nearest;
}
