import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderBlocks } from './figure-blocks.js';
import { figureFiles, figureRenderers } from './figure-files.js';

describe('figures in Markdown', () => {
  it.each(figureFiles.map((file) => [file.pathname.split('/').slice(-2).join('/'), file] as const))(
    '%s says what the stored results say (mend with `pnpm figures`)',
    (_name, file) => {
      const markdown = readFileSync(file, 'utf8');
      expect(markdown).toBe(renderBlocks(markdown, figureRenderers));
    },
  );

  it('refuses a block nobody renders', () => {
    expect(() => renderBlocks('<!-- figures:dreams -->\n1000×\n<!-- /figures -->', {})).toThrow(
      /no figures are called dreams/,
    );
  });

  it('replaces what was written by hand', () => {
    const markdown = 'a\n<!-- figures:x -->\n999×\n<!-- /figures -->\nb';
    expect(renderBlocks(markdown, { x: () => '2×' })).toBe('a\n<!-- figures:x -->\n2×\n<!-- /figures -->\nb');
  });
});
