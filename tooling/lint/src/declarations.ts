import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that a declaration file exports, `export … from` included. */
export function exportedNames(declarations: string): string[] {
  const text = withoutComments(readFileSync(declarations, 'utf8'));
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((part) =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .replace(/^.*\sas\s+/, ''),
    ),
  );
  const declared = [...text.matchAll(declaration)].map(([, name = '']) => name);
  return [...listed, ...declared].filter((name) => name !== '');
}

const declaration =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const enum|enum|const|let) (\w+)/gm;
const statement =
  /^(?:export )?(?:declare )?(?:abstract )?(?:function|class|interface|type|const enum|enum|const|let) (\w+)/;

/**
 * The text of every declaration of a package by name, from the files that `tsc` wrote: a user of a name must be able to
 * name the types in its declaration.
 */
export function declarationTexts(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
    const text = withoutComments(readFileSync(join(folder, 'dist', file), 'utf8'));
    // A statement begins at the start of a line; the rest of it is indented or a closing brace.
    for (const part of text.split(/^(?=[a-z])/m)) {
      const [, name] = statement.exec(part) ?? [];
      if (name !== undefined) texts.set(name, `${texts.get(name) ?? ''}${part}`);
    }
  }
  return texts;
}

/**
 * `names`, the types (by convention names with a capital) and `typeof` values that their declarations name, and so on.
 */
export function reachableNames(names: Iterable<string>, texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...((texts.get(name) ?? '').match(/\b[A-Z]\w*|(?<=\btypeof )\w+/g) ?? []));
  }
  return reached;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
