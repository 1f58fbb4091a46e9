import { textTable } from '@reluctant/command-line';
import { holdsText, verdictText } from '@reluctant/presets';
import type { ClaimLedger } from '@reluctant/study';
import { type Paint, tableOptions } from './result-table.js';

/** Every claim with its verdict and the combinations in which it holds. */
export function claimTable({ claims }: ClaimLedger, paint: Paint): string {
  const columns = [{ title: 'claim' }, { title: 'verdict', wraps: true }, { title: 'holds in' }];
  const rows = claims.map((claim) => [claim.id, verdictText(claim).replaceAll('`', ''), holdsText(claim)]);
  return textTable(columns, rows, tableOptions(paint));
}
