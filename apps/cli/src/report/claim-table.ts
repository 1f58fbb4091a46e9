import { type ClaimLedger, holdsText, verdictText } from '@reluctant/study';
import Table from 'cli-table3';
import { type Paint, tableStyle } from './result-table.js';

/** Every claim with its verdict and the combinations in which it holds. */
export function claimTable({ claims }: ClaimLedger, paint: Paint): string {
  const table = new Table({ ...tableStyle(['claim', 'verdict', 'holds in'], paint), wordWrap: true });
  for (const claim of claims) {
    table.push([claim.id, verdictText(claim).replaceAll('`', ''), holdsText(claim)]);
  }
  return table.toString();
}
