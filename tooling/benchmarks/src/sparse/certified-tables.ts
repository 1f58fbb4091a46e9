import { markdownTable } from '../figure-blocks.js';
import type { SparseCaseResult, SparseResult } from '../sparse-result.js';
import { type ComparedGroup, compareCertified } from './compare-certified.js';
import { findCall, percent, percentExact, threadsOf, times, twoDecimals } from './tables.js';

/** Title of a row of a table: case, inputs, threads. */
const rowTitle = (name: string, title: string, threads: number): string =>
  `(${name}) ${title}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;

/** Certified zeros: candidates beside active units, and the gain over the same session without them. */
export function certifiedTable(cases: readonly SparseCaseResult[]): string {
  const rows = cases.flatMap((one) =>
    threadsOf(one).flatMap((threads) =>
      one.inputSets.flatMap(({ title, densities, candidates }, inputs) => {
        const call = findCall(one.calls, { engine: `session-${threads}`, batch: 1, inputs });
        if (call?.overUncertified === undefined) return [];
        return [
          [
            rowTitle(one.name, title, threads),
            percentExact(densities[1]),
            percentExact(candidates),
            twoDecimals(call.overUncertified),
            twoDecimals(call.overAgain),
            percent(call.ofBound),
            times(call.overOnnxRuntime),
          ],
        ];
      }),
    ),
  );
  if (rows.length === 0) return 'The stored result was measured before zeros were certified.';
  return markdownTable(
    [
      'case, active units',
      'active in the first layer',
      'candidates',
      'without certified zeros / with',
      'the same again / with',
      'of the bound by bytes',
      'onnxruntime dense / SparseSession',
    ],
    rows,
  );
}

/** Batches in the session's own kernels: without certified zeros, and the same session again. */
export function certifiedBatchTable(cases: readonly SparseCaseResult[]): string {
  const compared = cases.flatMap(({ calls }) => calls.filter(({ own, overAgain }) => own && overAgain !== undefined));
  const batches = [...new Set(compared.map(({ batch }) => batch))];
  if (batches.length === 0) return 'The stored result was measured before batches were compared.';
  const rows = cases.flatMap((one) =>
    threadsOf(one).flatMap((threads) =>
      one.inputSets.map(({ title }, inputs) => [
        rowTitle(one.name, title, threads),
        ...batches.flatMap((batch) => {
          const call = findCall(one.calls, { engine: `session-${threads}`, batch, inputs, own: true });
          return [twoDecimals(call?.overUncertified), twoDecimals(call?.overAgain)];
        }),
      ]),
    ),
  );
  return markdownTable(
    ['case, active units', ...batches.flatMap((batch) => [`batch ${batch}: without / with`, 'again / with'])],
    rows,
  );
}

const range = ({ mean, least, most }: ComparedGroup['without']): string =>
  `${twoDecimals(mean)} (${twoDecimals(least)} to ${twoDecimals(most)})`;

/** Where certified zeros gain nothing: whether they cost time beyond the spread of two processes of one program. */
export function certifiedCostTable(result: Pick<SparseResult, 'cases' | 'tiny'>): string {
  const groups = compareCertified(result);
  if (groups.length === 0) return 'The stored result was measured before a second process of the same session was.';
  return markdownTable(
    ['calls', 'number', 'without certified zeros / with', 'the same again / with', 'wanted', ''],
    groups.map(({ title, calls, without, again, floor }) => [
      title,
      String(calls),
      range(without),
      range(again),
      `≥ ${twoDecimals(floor)}`,
      without.mean >= floor ? 'not slower' : '**slower**',
    ]),
  );
}
