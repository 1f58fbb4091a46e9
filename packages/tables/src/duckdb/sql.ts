/** A text as a literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Texts as a list of SQL. */
export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`;
}

/** A name as an identifier of SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Files as a list of SQL. Their names are names and not patterns. */
export function fileList(files: readonly string[]): string {
  return literals(files.map((file) => file.replaceAll(/[*?[]/g, '[$&]')));
}
