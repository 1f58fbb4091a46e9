/**
 * Figures in Markdown: a block between `<!-- figures:name -->` and `<!-- /figures -->` is written by machine from a stored
 * result and never by hand. A test holds every block against its result.
 */
const blockPattern = /<!-- figures:([\w-]+) -->\n[\s\S]*?<!-- \/figures -->/g;

/** Renders one named block from the stored results. */
export type BlockRenderer = () => string;

/**
 * The Markdown with every block rendered anew.
 *
 * @throws Error when a block has a name without a renderer
 */
export function renderBlocks(markdown: string, renderers: Readonly<Record<string, BlockRenderer>>): string {
  return markdown.replace(blockPattern, (_block, name: string) => {
    const render = renderers[name];
    if (render === undefined) {
      throw new Error(`no figures are called ${name}; there are ${Object.keys(renderers).join(', ')}`);
    }
    return `<!-- figures:${name} -->\n${render().trim()}\n<!-- /figures -->`;
  });
}

/** Names of the blocks that stand in the Markdown, in order. */
export function blockNames(markdown: string): string[] {
  return [...markdown.matchAll(blockPattern)].map((match) => match[1] ?? '');
}

/** A Markdown table; the first column left, the others right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
