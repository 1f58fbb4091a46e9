import { readFileSync } from 'node:fs';
import { renderSvg } from '@reluctant/plotting';
import { expect, it } from 'vitest';
import type { CertifyCandidatesResult } from './certify/candidates-result.js';
import { screenLimits } from './certify/count-trained.js';
import { certifyChart } from './certify-figures.js';
import { readResult } from './result-file.js';

it('the picture of docs/certified-skipping.md shows what is stored (mend with `pnpm docs:certify`)', async () => {
  const stored = readFileSync(new URL('../../../docs/pictures/certified.svg', import.meta.url), 'utf8');
  const result = readResult<CertifyCandidatesResult>('certify-candidates');
  expect(await renderSvg(certifyChart(result))).toBe(stored);
  for (const { active, candidates = 1 } of [...result.points, ...result.trained]) {
    expect(candidates).toBeGreaterThanOrEqual(active);
  }
});

it('the limits of screens in docs/certified-skipping.md are those of programs (mend with `pnpm docs:certify`)', async () => {
  expect(readResult<CertifyCandidatesResult>('certify-candidates').limits).toEqual(await screenLimits());
});
