import type { Table } from '@reluctant/preprocessing';

/**
 * Names of columns from the text of a flag: the whole text if a column is called so, else names separated by commas.
 */
export function columnNames({ columns }: Table, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  if (columns.some(({ name }) => name === text)) return [text];
  return text.split(',').map((name) => name.trim());
}
