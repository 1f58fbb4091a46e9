import { Resvg } from '@resvg/resvg-js';
import { expect, it } from 'vitest';
import { resvgFonts } from './node/resvg-fonts.js';
import { textWidth } from './text-width.js';

const samples = [
  'learnable_stoch',
  'switch:from=silu,to=relu,tail=0.05',
  'WAVE (nats) ±0.123',
  '0123456789',
  'l'.repeat(30),
];

it.each(samples)('%s is as wide as resvg draws it, within 4 %% and 3 pixels', (text) => {
  for (const bold of [false, true]) {
    const style = `font-family="DejaVu Sans" font-size="20" font-weight="${bold ? 'bold' : 'normal'}"`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="50"><text y="30" ${style}>${text}</text></svg>`;
    const drawn = new Resvg(svg, { font: resvgFonts() }).getBBox()?.width ?? Number.NaN;
    expect(Math.abs(textWidth(text, 20, bold) - drawn)).toBeLessThan(0.04 * drawn + 3);
  }
});

it.each([
  ['猫と犬。', 4],
  ['한국어', 3],
  ['ＡＢ', 2],
  ['e\u0301', 0.615],
])('%s is %d em wide', (text, em) => {
  expect(textWidth(text, 10)).toBeCloseTo(10 * em, 9);
});
