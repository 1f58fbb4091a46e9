/**
 * A name as a part of a file name: `switch:from=silu,to=relu` becomes `switch-from=silu,to=relu`. Names that differ
 * only in replaced characters get different file names.
 *
 * @param taken - the file names given so far, in lower case, to which this one is added
 */
export function distinctFileName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^A-Za-z0-9_.,=+-]/g, '-').slice(0, 100);
  let distinct = plain;
  for (let again = 2; taken.has(distinct.toLowerCase()); again++) distinct = `${plain}-${again}`;
  taken.add(distinct.toLowerCase());
  return distinct;
}
