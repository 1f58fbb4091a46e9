import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { missingGlyphs } from './missing-glyphs.js';
import { renderPng } from './render-png.js';

const twoGlyphs = fileURLToPath(new URL('../../fixtures/two-glyphs.ttf', import.meta.url));

it('names characters that DejaVu Sans lacks, once, in the order of the texts', async () => {
  expect(await missingGlyphs(['val_loss ± 0.1, −1 ≤ α é Ж □', '猫と犬', '犬'])).toEqual(['猫', 'と', '犬']);
  expect(await missingGlyphs(['plain', ''])).toEqual([]);
});

it('leaves out those of a given font', async () => {
  expect(await missingGlyphs(['猫と犬'], [twoGlyphs])).toEqual(['と']);
});

it('is right for more characters than a row of its drawing holds', async () => {
  const cjk = Array.from({ length: 120 }, (_, at) => String.fromCodePoint(0x4e00 + at));
  const greek = [...'αβγδεζηθικλμνξοπρστυφχψω'];
  expect(await missingGlyphs([...cjk.slice(0, 60), ...greek, ...cjk.slice(60)])).toEqual(cjk);
});

it('draws them with the given font', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text y="30" font-family="DejaVu Sans">猫</text></svg>';
  const [without, withFont] = [await renderPng(svg), await renderPng(svg, { fonts: [twoGlyphs] })];
  expect(Buffer.from(withFont).equals(without)).toBe(false);
});

it('refuses a file that is no font, by its option', async () => {
  const path = fileURLToPath(import.meta.url);
  await expect(renderPng('<svg/>', { fonts: [twoGlyphs, path] })).rejects.toMatchObject({
    code: 'invalid-option',
    path: ['fonts', 1],
    message: `${path} is not a TrueType or OpenType font: a .ttf, .otf or .ttc file is needed`,
  });
});
