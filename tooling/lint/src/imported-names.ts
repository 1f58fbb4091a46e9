/** Names that a text imports, by package entry point; `*` where it passes on the whole namespace. */
export type ImportedNames = ReadonlyMap<string, ReadonlySet<string>>;

const named = /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*['"](@reluctant\/[\w/-]+)['"]/g;
const dynamic = /\{([^{}]*)\}\s*=\s*await\s+import\(\s*['"](@reluctant\/[\w/-]+)['"]\s*\)/g;
const chained = /\(await\s+import\(\s*['"](@reluctant\/[\w/-]+)['"]\s*\)\)\.(\w+)/g;
const namespaced = /\b(import|export)\s+\*\s+as\s+(\w+)\s+from\s*['"](@reluctant\/[\w/-]+)['"]/g;

/** Finds the names that source text, or the code blocks of Markdown, import from our packages. */
export function importedNames(text: string): ImportedNames {
  const found = new Map<string, Set<string>>();
  const add = (specifier: string, name: string): void => {
    const names = found.get(specifier) ?? new Set();
    found.set(specifier, names.add(name));
  };
  for (const [, list = '', specifier = ''] of [...text.matchAll(named), ...text.matchAll(dynamic)]) {
    for (const part of list.split(',')) {
      const [name = ''] = part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+|\s*:\s*/);
      if (name !== '') add(specifier, name);
    }
  }
  for (const [, specifier = '', name = ''] of text.matchAll(chained)) add(specifier, name);
  for (const [statement, keyword = '', alias = '', specifier = ''] of text.matchAll(namespaced)) {
    const whole = new RegExp(`(?<=[({,:=]\\s*)${alias}(?=\\s*[,)};])`).test(text.replace(statement, ''));
    if (keyword === 'export' || whole) add(specifier, '*');
    for (const [, name = ''] of text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))) add(specifier, name);
  }
  return found;
}
