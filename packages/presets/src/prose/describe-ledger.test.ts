import type { ClaimLedger, ClaimRecord, VerdictCounts } from '@reluctant/study';
import { expect, it } from 'vitest';
import { describeLedger } from './describe-ledger.js';

const counts = (holds: number, fails: number): VerdictCounts => ({ holds, fails, undecided: 0 });

/** A claim that depends on what its gate reads, and not at all on `n_informative`. */
const gateFirst: ClaimRecord = {
  id: 'gate-first',
  source: 'post',
  said: 'gate-first',
  statement: 'gate-first',
  bottleneck: 4,
  corrected_by: 3,
  counts: counts(2, 6),
  verdict: 'depends',
  depends_on: ['reads', 'data_seed'],
  choices: [
    {
      choice: 'reads',
      levels: [
        { level: 'element', counts: counts(2, 2) },
        { level: 'layer', counts: counts(0, 4) },
      ],
      spread: 0.5,
    },
    {
      choice: 'n_informative',
      levels: [
        { level: 2, counts: counts(1, 3) },
        { level: 15, counts: counts(1, 3) },
      ],
      spread: 0,
    },
  ],
  estimates: [-0.2, 0.1, 0.11],
  cells: [],
};

const ledger: ClaimLedger = {
  version: 1,
  alpha: 0.05,
  runs_per_data_set: [8, 8],
  claims: [gateFirst],
  orders: [
    {
      bottleneck: 4,
      quantity: 'val_loss',
      order: [
        { role: 'relu', mean: 0.5075 },
        { role: 'gate', mean: 0.54 },
      ],
    },
  ],
};

it('says of every claim what it depends on, and how its verdicts spread over the levels', () => {
  const text = describeLedger(ledger).join('\n');
  expect(text).toContain(
    '| gate-first | **depends on what the gate reads and the data set** | 2 of 8 | 6 | 0 | 0.100 (−0.200 to 0.110) |',
  );
  expect(text).toContain(
    '- `gate-first`: what the gate reads (element: holds 50 %, fails 50 %; layer: holds 0 %, fails 100 %).',
  );
  expect(text).toContain('Validation loss at width 4, lowest first: `relu` 0.507 and `gate` 0.540');
  expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
});

it('a claim whose strategies did not run is not tested', () => {
  const untested: ClaimRecord = {
    ...gateFirst,
    ...{ counts: counts(0, 0), verdict: 'undecided', depends_on: [], choices: [], estimates: [null, null, null] },
  };
  expect(describeLedger({ ...ledger, claims: [untested], orders: [] })[1]).toContain(
    '| gate-first | **not tested** | 0 of 0 | 0 | 0 | n/a |',
  );
});
