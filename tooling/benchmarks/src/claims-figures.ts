import {
  type ClaimRecord,
  describeChoices,
  describeOrders,
  holdsText,
  ledgerTable,
  verdictText,
} from '@reluctant/study';
import { markdownTable } from './figure-blocks.js';
import type { PresetResult, StoredLedger } from './preset-result.js';
import { readResult } from './result-file.js';

function storedLedger(): StoredLedger {
  const { ledger } = readResult<PresetResult>('preset-claims');
  if (ledger === undefined) throw new Error('results/preset-claims.json has no ledger');
  return ledger;
}

const sources: Readonly<Record<ClaimRecord['source'], string>> = { post: 'The post', paper: 'The paper' };

/** One line a claim, for the README. */
export function renderClaimsShort(): string {
  return markdownTable(
    ['claim', 'verdict', 'holds in'],
    storedLedger().claims.map((claim) => [claim.statement, verdictText(claim), holdsText(claim)]),
  );
}

/** All claims with their numbers, the measured orders, and where the verdicts change. */
export function renderClaims(): string {
  const { machine, seconds, command } = readResult<PresetResult>('preset-claims');
  const ledger = storedLedger();
  return [
    ledgerTable(ledger),
    '',
    `\`${command}\`, ${ledger.runs_per_data_set} runs in each combination, ${seconds.toFixed(0)} s on ${machine.cores} cores, commit ${machine.commit}.`,
    '',
    ...describeOrders(ledger).map((sentence) => `- ${sentence}`),
  ].join('\n');
}

/** Each claim: what the source says, the hypothesis, and what its verdict depends on. */
export function renderClaimDetails(): string {
  return storedLedger()
    .claims.map((claim) => {
      const choices = describeChoices(claim);
      return [
        `- **\`${claim.id}\`: ${verdictText(claim)}.** ${claim.statement}`,
        `  - ${sources[claim.source]}: ${claim.said}`,
        ...(choices === '' ? [] : [`  - By open choice: ${choices}.`]),
      ].join('\n');
    })
    .join('\n');
}
