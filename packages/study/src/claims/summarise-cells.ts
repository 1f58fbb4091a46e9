import type { OpenChoice } from './claim.js';
import type { ChoiceEffect, ClaimCell, ClaimRecord, ClaimVerdict, VerdictCounts } from './ledger.js';

/** Least share of combinations with one verdict for the claim to have that verdict. */
const decided = 0.9;

/** Least difference between levels in the share of a verdict for the claim to depend on an open choice. */
const dependent = 0.5;

/** Summarises the combinations of a claim. */
export function summariseCells(
  cells: readonly ClaimCell[],
): Pick<ClaimRecord, 'counts' | 'verdict' | 'depends_on' | 'choices' | 'estimates'> {
  const counts = countVerdicts(cells);
  const choices = choiceEffects(cells);
  const dependsOn = choices.filter(({ spread }) => spread >= dependent).map(({ choice }) => choice);
  const share = (verdict: ClaimVerdict): number => (cells.length === 0 ? 0 : counts[verdict] / cells.length);
  const verdict = ((): ClaimRecord['verdict'] => {
    if (share('holds') >= decided) return 'holds';
    if (share('fails') >= decided) return 'fails';
    if (dependsOn.length > 0) return 'depends';
    return cells.length === 0 || share('undecided') > 0.5 ? 'undecided' : 'mixed';
  })();
  const estimates = cells.flatMap(({ estimate }) => estimate ?? []).sort((a, b) => a - b);
  return {
    counts,
    verdict,
    depends_on: verdict === 'depends' ? dependsOn : [],
    choices,
    estimates: [estimates[0] ?? null, estimates[estimates.length >> 1] ?? null, estimates.at(-1) ?? null],
  };
}

function countVerdicts(cells: readonly ClaimCell[]): VerdictCounts {
  const count = (verdict: ClaimVerdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  return { holds: count('holds'), fails: count('fails'), undecided: count('undecided') };
}

/** For every open choice with two levels or more: the verdicts by level; the strongest choice first. */
function choiceEffects(cells: readonly ClaimCell[]): ChoiceEffect[] {
  const names = [...new Set(cells.flatMap(({ levels }) => Object.keys(levels) as OpenChoice[]))];
  return names
    .map((choice): ChoiceEffect => {
      const values = [...new Set(cells.flatMap(({ levels }) => levels[choice] ?? []))];
      const levels = values.map((level) => ({
        level,
        counts: countVerdicts(cells.filter((cell) => cell.levels[choice] === level)),
      }));
      return { choice, levels, spread: Math.max(spreadOf(levels, 'holds'), spreadOf(levels, 'fails')) };
    })
    .filter(({ levels }) => levels.length > 1)
    .sort((a, b) => b.spread - a.spread);
}

function spreadOf(levels: ChoiceEffect['levels'], verdict: ClaimVerdict): number {
  const shares = levels.map(({ counts }) => counts[verdict] / (counts.holds + counts.fails + counts.undecided));
  return Math.max(...shares) - Math.min(...shares);
}
