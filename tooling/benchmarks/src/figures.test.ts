import { describe, expect, it } from 'vitest';
import { allowedFigures } from './allowed-figures.js';
import { figureNames, renderBlocks, renderInline } from './figure-blocks.js';
import { figureFiles, readFigureFile, renderFigures } from './figure-files.js';
import { inlineFigure } from './inline-figures.js';
import { proseOf, unmarkedFigures } from './unmarked-figures.js';

describe('figures in Markdown', () => {
  it.each(figureFiles)('%s agrees with the stored results (update it with `pnpm figures`)', (path) => {
    const markdown = readFigureFile(path);
    expect(markdown).toBe(renderFigures(markdown));
  });

  it('refuses a block without a renderer', () => {
    expect(() => renderBlocks('<!-- figures:dreams -->\n1000×\n<!-- /figures -->', {})).toThrow(
      /no figures are called dreams/,
    );
  });

  it('replaces the content of blocks and of figures within sentences', () => {
    const markdown = 'a\n<!-- figures:x -->\n999×\n<!-- /figures -->\nb';
    expect(renderBlocks(markdown, { x: () => '2×' })).toBe('a\n<!-- figures:x -->\n2×\n<!-- /figures -->\nb');
    const sentence = 'It gains <!-- f:a/10 %/1 -->9×<!-- /f --> and <!-- f:b -->8×<!-- /f -->.';
    expect(renderInline(sentence, (address) => `[${address}]`)).toBe(
      'It gains <!-- f:a/10 %/1 -->[a/10 %/1]<!-- /f --> and <!-- f:b -->[b]<!-- /f -->.',
    );
    expect(figureNames(`${markdown} ${sentence}`)).toEqual(['x', 'a/10 %/1', 'b']);
  });

  it('refuses an address that no stored result has', () => {
    expect(() => inlineFigure('sparse/b/10 %/1/joy')).toThrow(
      'no stored result has the figure sparse/b/10 %/1/joy; addresses begin with preset, recipe, sparse, sparse-elsewhere',
    );
    expect(() => inlineFigure('dreams/1')).toThrow(/no stored result has the figure dreams\/1/);
  });
});

describe('figures written by hand', () => {
  // docs/settings.md is what `reluctant settings` prints; a test of the command compares them.
  it.each(figureFiles.filter((path) => path !== 'docs/settings.md'))(
    '%s holds only those in allowed-figures.ts',
    (path) => {
      const allowed = allowedFigures.filter(({ file }) => file === path);
      expect(unmarkedFigures(readFigureFile(path), allowed)).toEqual([]);
    },
  );

  it('every allowed text still occurs in its file', () => {
    const stale = allowedFigures.filter(
      ({ file, text }) => !figureFiles.includes(file) || !proseOf(readFigureFile(file)).includes(text),
    );
    expect(stale).toEqual([]);
  });

  it.each([
    ['a loss of 0.372 nats', ['0.372']],
    ['keeps 44 % zeros, 40 to 45 % in all', ['44 %', '45 %']],
    ['is 4.0× as fast, or 45 times, or 72×', ['4.0', '45 times', '72×']],
    ['takes 32 µs, 2 s or 15 GB/s', ['32 µs', '2 s', '15 GB/s']],
    ['within 1e−5 or 7·10⁻¹⁵', ['1e−5', '7·10⁻¹⁵']],
  ])('finds them in prose: %s', (prose, figures) => {
    expect(unmarkedFigures(prose).map(({ figure }) => figure)).toEqual(figures);
  });

  it('ignores generated text, code, addresses, and whole numbers without a unit', () => {
    const markdown = [
      'A net of 4 × 4096 units, 5,000 rows, seeds 42 to 44, version 12.21.0, 4 simple sets.',
      '`--lr 0.004`, [page](page-0.5.md), <img width="0.5">, https://arxiv.org/abs/2509.22358',
      '```sh\nsleep 0.5\n```',
      '<!-- figures:x -->\n2.5×\n<!-- /figures -->',
      'it is <!-- f:x/y -->0.5<!-- /f --> high.',
    ].join('\n');
    expect(unmarkedFigures(markdown)).toEqual([]);
  });

  it('removes allowed texts, across line breaks, and still finds the same number elsewhere', () => {
    const allowed = [{ file: 'x', text: 'a margin of 0.01 nats', reason: 'a setting' }];
    expect(unmarkedFigures('a margin\nof 0.01 nats, and 0.01 besides', allowed)).toHaveLength(1);
  });
});
