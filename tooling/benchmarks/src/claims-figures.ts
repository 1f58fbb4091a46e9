import { countRange, describeChoices, describeOrders, holdsText, ledgerTable, verdictText } from '@reluctant/presets';
import type { ClaimRecord } from '@reluctant/study';
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

/** Each verdict in words, for one claim and for several. */
const verdictWords: readonly (readonly [ClaimRecord['verdict'], string, string])[] = [
  ['holds', 'holds', 'hold'],
  ['fails', 'fails', 'fail'],
  ['depends', 'depends on what the source leaves open', 'depend on what the source leaves open'],
  ['mixed', 'is mixed', 'are mixed'],
  ['undecided', 'is undecided', 'are undecided'],
];

/** `4 hold, 1 fails, …`: the verdicts that occur. */
function verdictCounts(claims: readonly Pick<ClaimRecord, 'verdict'>[]): string {
  return verdictWords
    .map(([verdict, one, several]) => {
      const count = claims.filter((claim) => claim.verdict === verdict).length;
      return { count, words: count === 1 ? one : several };
    })
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count} ${words}`)
    .join(', ');
}

/** How many claims of each source ended in which verdict, as one sentence each. */
export function renderClaimCounts(): string {
  const { claims } = storedLedger();
  return (['post', 'paper'] as const)
    .map((source) => {
      const own = claims.filter((claim) => claim.source === source);
      return `Of ${own.length} claims of the ${source}, ${verdictCounts(own)}.`;
    })
    .join(' ');
}

/** All claims with their numbers, the measured orders, and where the verdicts change. */
export function renderClaims(): string {
  const { machine, seconds, command } = readResult<PresetResult>('preset-claims');
  const ledger = storedLedger();
  return [
    ledgerTable(ledger),
    '',
    `\`${command}\`, ${countRange(ledger.runs_per_data_set)} runs in each combination, ${seconds.toFixed(0)} s on ${machine.cores} cores, commit ${machine.commit}.`,
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
