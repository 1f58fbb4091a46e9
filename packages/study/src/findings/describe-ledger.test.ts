import { expect, it } from 'vitest';
import { evaluateClaims } from '../claims/evaluate-claims.js';
import { claimStudy, smallClaims } from '../testing/claim-study.js';
import { describeLedger } from './describe-ledger.js';

it('says of every claim what it depends on, and how its verdicts spread over the levels', () => {
  const text = describeLedger(evaluateClaims(smallClaims, [claimStudy(2), claimStudy(15)])).join('\n');
  expect(text).toContain('| gate-first | **depends on what the gate reads and the data set** | 2 of 8 | 6 | 0 |');
  expect(text).toContain(
    '- `gate-first`: what the gate reads (element: holds 50 %, fails 50 %; layer: holds 0 %, fails 100 %)',
  );
  expect(text).toContain('Validation loss at width 4, lowest first: `relu` 0.507 and `gate` ');
  expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
});

it('a claim whose strategies did not run is not tested', () => {
  const study = claimStudy(2);
  const without = { ...study, config: { ...study.config, strategies: [{ name: 'relu' }] } };
  expect(describeLedger(evaluateClaims(smallClaims, [without]))[1]).toContain(
    '| gate-first | **not tested** | 0 of 0 | 0 | 0 | n/a |',
  );
});
