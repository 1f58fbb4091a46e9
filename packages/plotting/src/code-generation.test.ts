import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { metricChart } from './metric-chart.js';
import { renderSvg } from './render-svg.js';
import { syntheticRows } from './testing/synthetic-rows.js';

it('draws the same pictures where code from strings is forbidden, as by a Content-Security-Policy', async () => {
  const chart = metricChart(syntheticRows(), { metric: 'val_loss' });
  const program = `
    import { renderSvg, SvgRenderer } from '@reluctant/plotting';
    let forbidden = false;
    try { new Function('return 1')(); } catch { forbidden = true; }
    const chart = ${JSON.stringify(chart)};
    const renderer = new SvgRenderer();
    console.log(JSON.stringify([forbidden, await renderSvg(chart), await renderer.render(chart)]));
  `;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd, maxBuffer: 2 ** 26 });
  const svg = await renderSvg(chart);
  expect(JSON.parse(stdout)).toEqual([true, svg, svg]);
});
