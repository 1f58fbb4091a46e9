/**
 * Figures in Markdown are generated from stored results, and a test compares all of them with the results. A block
 * stands between `<!-- figures:name -->` and `<!-- /figures -->`; a figure within a sentence between
 * `<!-- f:address -->` and `<!-- /f -->`.
 */
const blockPattern = /<!-- figures:([\w-]+) -->\n[\s\S]*?<!-- \/figures -->/g;

/** Renders one named block from the stored results. */
export type BlockRenderer = () => string;

/**
 * Returns the Markdown with every block rendered again.
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

const inlinePattern = /<!-- f:(.+?) -->[^`]*?<!-- \/f -->/g;

/**
 * Returns the Markdown with every figure within a sentence rendered again.
 *
 * @param figure - the text of an address; throws for one that does not exist
 */
export function renderInline(markdown: string, figure: (address: string) => string): string {
  return markdown.replace(
    inlinePattern,
    (_marked, address: string) => `<!-- f:${address} -->${figure(address)}<!-- /f -->`,
  );
}

/** Names of the blocks and addresses of the figures within sentences that stand in the Markdown, blocks first. */
export function figureNames(markdown: string): string[] {
  return [blockPattern, inlinePattern].flatMap((pattern) =>
    [...markdown.matchAll(pattern)].map((match) => match[1] ?? ''),
  );
}

/** A Markdown table; the first column left, the others right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
