import type { ChoiceEffect, ClaimLedger, ClaimRecord, OpenChoice } from '@reluctant/study';
import { decimal, listed, markdownTable, percent } from './words.js';

/** Open choices in words. */
const choiceNames: Readonly<Record<OpenChoice, string>> = {
  reads: 'what the gate reads',
  hidden: 'the size of the gate',
  tail: 'the length of the tail',
  p: 'p',
  n_informative: '`n_informative`',
  data_seed: 'the data set',
};

/** A claim without its single combinations, as described in texts. */
export type DescribedClaim = Omit<ClaimRecord, 'cells'>;

/** The verdict of a claim in words, e.g. `depends on what the gate reads`. */
export function verdictText({ verdict, depends_on, counts }: DescribedClaim): string {
  if (counts.holds + counts.fails + counts.undecided === 0) return 'not tested';
  return verdict === 'depends' ? `depends on ${listed(depends_on.map((choice) => choiceNames[choice]))}` : verdict;
}

/** `24 of 32`. */
export function holdsText({ counts }: DescribedClaim): string {
  return `${counts.holds} of ${counts.holds + counts.fails + counts.undecided}`;
}

/** Shares of combinations that hold and fail at each level of a choice. */
function effectText({ choice, levels }: ChoiceEffect): string {
  const parts = levels.map(({ level, counts }) => {
    const all = counts.holds + counts.fails + counts.undecided;
    const share = (count: number): string => percent(count / all);
    return `${level}: holds ${share(counts.holds)}, fails ${share(counts.fails)}`;
  });
  return `${choiceNames[choice]} (${parts.join('; ')})`;
}

/** Every claim in one table, in the order in which they were declared. */
export function ledgerTable({ claims }: { readonly claims: readonly DescribedClaim[] }): string {
  return markdownTable(
    ['claim', 'verdict', 'holds', 'fails', 'undecided', 'estimate'],
    claims.map((claim) => [
      claim.statement,
      `**${verdictText(claim)}**`,
      holdsText(claim),
      String(claim.counts.fails),
      String(claim.counts.undecided),
      estimateText(claim),
    ]),
  );
}

function estimateText({ estimates: [low, middle, high] }: DescribedClaim): string {
  return middle === null ? 'n/a' : `${decimal(middle)} (${decimal(low)} to ${decimal(high)})`;
}

/**
 * How the verdicts of a claim spread over the open choices, those that change them by a quarter or more; empty if none
 * does.
 */
export function describeChoices({ choices }: DescribedClaim): string {
  return choices
    .filter(({ spread }) => spread >= 0.25)
    .map(effectText)
    .join('. ');
}

/** The measured orders of loss. */
export function describeOrders({ orders }: Pick<ClaimLedger, 'orders'>): string[] {
  return orders
    .filter(({ order }) => order.length > 0)
    .map(
      ({ bottleneck, quantity, order }) =>
        `${quantity === 'train_loss' ? 'Training' : 'Validation'} loss at width ${bottleneck}, lowest first: ${listed(order.map(({ role, mean }) => `\`${role}\` ${decimal(mean)}`))} (means over all combinations).`,
    );
}

/** The ledger as paragraphs for `findings.md`. */
export function describeLedger(ledger: ClaimLedger): string[] {
  const { claims, alpha, runs_per_data_set } = ledger;
  const details = claims.flatMap((claim) => {
    const text = describeChoices(claim);
    return text === '' ? [] : [`- \`${claim.id}\`: ${text}.`];
  });
  return [
    `${claims.length} claims, each tested in every combination of what the post and the paper leave open; a combination is one data set with ${countRange(runs_per_data_set)} runs. A claim holds or fails where its signed-rank test shows it, at ${percent(alpha)} over all claims of its source at its width (Bonferroni).`,
    ledgerTable(ledger),
    ...describeOrders(ledger),
    ...(details.length === 0 ? [] : ['Where the verdicts change with an open choice:', details.join('\n')]),
  ];
}

/** `16`, or `11 to 16` where the two differ. */
export function countRange([fewest, most]: readonly [number, number]): string {
  return fewest === most ? String(most) : `${fewest} to ${most}`;
}
