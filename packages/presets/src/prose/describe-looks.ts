import type { ChosenSetting, ComparisonFamily, StudySummary } from '@reluctant/study';
import { levelText, listed } from './words.js';

const settingNames: Readonly<Record<ChosenSetting['setting'], string>> = {
  margin: 'the margin',
  baseline: 'the baseline',
  compare_by: 'the compared quantity',
};

/** Says which look at growing data this is, and what that costs. Empty for the first one. */
export function lookSentence({ look, look_alpha, alpha }: Looked, how = ''): string[] {
  if (look === 1) return [];
  return [
    `This is look ${look}${how}. Each look spends four fifths of the error rate that earlier ones left, this one ${levelText(look_alpha)} of ${levelText(alpha)}; p-values and intervals are corrected for it.`,
  ];
}

interface Looked {
  readonly look: number;
  readonly look_alpha: number;
  readonly alpha: number;
}

/** Says which look at a study this is. Empty for the first one. */
export function describeLooks({
  looks,
  ...family
}: Pick<ComparisonFamily, 'looks' | 'look_alpha' | 'alpha'>): string[] {
  return lookSentence({ look: looks.length, ...family }, ` at this study, which grew: ${looks.join(', then ')} runs`);
}

/**
 * Says which settings of the comparison were chosen after results had been seen, and what that means. Empty if all are
 * as declared.
 *
 * @param config - what is used in place of what was declared
 */
export function describeChosen(
  { chosen_after_seeing: chosen }: Pick<ComparisonFamily, 'chosen_after_seeing'>,
  config: Pick<StudySummary['config'], ChosenSetting['setting']>,
): string[] {
  if (chosen.length === 0) return [];
  const names = chosen.map(
    ({ setting, declared }) => `${settingNames[setting]} (${config[setting]}, declared as ${declared})`,
  );
  return [`Chosen after seeing results: ${listed(names)}. ${noErrorRate}`];
}

/** What a choice after results means. */
export const noErrorRate: string =
  'There is no error rate for such verdicts: they are hypotheses, which runs with another seed can test.';

/** Says that finished studies were put beside each other. */
export const chosenStudies: string = `Chosen after seeing results: which studies are compared, and which of them is the first. ${noErrorRate}`;
