import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { fontOption, missingGlyphsText, readFonts } from './font-option.js';

const font = fileURLToPath(new URL('../../plotting/fixtures/two-glyphs.ttf', import.meta.url));

it('may be repeated', () => {
  const command = new Command().addOption(fontOption()).parse(['--font', 'a.ttf', '--font', 'b.otf'], { from: 'user' });
  expect(command.opts()).toEqual({ font: ['a.ttf', 'b.otf'] });
});

it('reads fonts, and refuses other files in one sentence', async () => {
  expect(await readFonts()).toEqual([]);
  expect(await readFonts([font])).toEqual([font]);
  const text = fileURLToPath(import.meta.url);
  await expect(readFonts([font, text])).rejects.toMatchObject({
    kind: 'usage',
    message: `${text} is not a TrueType or OpenType font: a .ttf, .otf or .ttc file is needed`,
  });
  await expect(readFonts(['/nowhere.ttf'])).rejects.toThrow('cannot read the font /nowhere.ttf: ');
});

it('names the characters without a glyph, the first twelve of many, and the flag', () => {
  expect(missingGlyphsText(['猫', '😀'])).toBe(
    'the PNGs show boxes where their fonts lack a character: 猫 (U+732B), 😀 (U+1F600); --font <file> adds a font that has it',
  );
  expect(missingGlyphsText([...'一二三四五六七八九十甲乙丙丁'])).toContain('乙 (U+4E59), 2 more; --font');
});
