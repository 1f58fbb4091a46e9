import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { renderSvg } from '../render-svg.js';
import { allCharts } from '../testing/all-charts.js';
import { renderPng } from './render-png.js';

/** Width, height and the number of distinct pixel bytes of a PNG. */
function describePng(png: Uint8Array): { width: number; height: number; bytes: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  expect(view.getBigUint64(0)).toBe(0x89504e470d0a1a0an);
  const pixels: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'IDAT') pixels.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const bytes = new Set(inflateSync(Buffer.concat(pixels))).size;
  return { width: view.getUint32(16), height: view.getUint32(20), bytes };
}

it.each([1, 1.5, 2])('has the pixels of the SVG times %s and is not blank', async (scale) => {
  const svg = await renderSvg(allCharts.metric?.chart ?? expect.fail());
  const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)?.map(Number) ?? [];
  const png = describePng(await renderPng(svg, { scale }));
  expect(Math.abs(png.width - scale * (width ?? 0))).toBeLessThan(1);
  expect(Math.abs(png.height - scale * (height ?? 0))).toBeLessThan(1);
  expect(png.bytes).toBeGreaterThan(100);
});

it('draws text, which needs its fonts', async () => {
  const svg = (text: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">${text}</svg>`;
  const blank = describePng(await renderPng(svg('')));
  const text = describePng(
    await renderPng(svg('<text y="30" font-family="Nobody Has It, sans-serif">val_loss</text>')),
  );
  expect(blank.bytes).toBeLessThan(5);
  expect(text.bytes).toBeGreaterThan(20);
});

it('refuses a scale that is not positive and a document that is not SVG', async () => {
  await expect(renderPng('<svg/>', { scale: 0 })).rejects.toThrow('scale must be a positive number, got 0');
  await expect(renderPng('no picture')).rejects.toThrow();
});
