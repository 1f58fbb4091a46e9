import type { TextColumn } from './column.js';

/** A text column from one text a row; null, undefined and '' are missing. The dictionary is in the order of first use. */
export function textColumn(name: string, texts: Iterable<string | null | undefined>): TextColumn {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null || text === undefined || text === '') return -1;
    const code = known.get(text) ?? known.size;
    if (code === known.size) known.set(text, code);
    return code;
  });
  return { kind: 'text', name, categories: [...known.keys()], codes };
}
