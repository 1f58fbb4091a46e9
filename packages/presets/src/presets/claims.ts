import { claimStrategies } from '@reluctant/study';
import { declaredClaims } from '../claims/declared-claims.js';
import type { Preset } from './preset.js';

const widthStudy = (bottleneck: number, runs: number) => ({
  bottleneck,
  n_runs: runs,
  strategies: claimStrategies(declaredClaims, bottleneck),
});

/** All claims of the post and the paper that can be tested here, over the choices that they leave open. */
export const claims: Preset = {
  name: 'claims',
  question: 'Which claims of the post and of the paper hold, which fail, and what do they depend on?',
  settings: {
    // Data and seeds differ from the pilot on which this design was chosen: data seeds 42 to 45, seed 0.
    data_seed: 142,
    data_seeds: 3,
    seed: 1,
    test: ['relu', 'same'],
  },
  // Three data sets share the runs. Wide nets have fewer runs, to keep the whole preset short.
  parts: { 'bottleneck=4': widthStudy(4, 48), 'bottleneck=16': widthStudy(16, 33) },
  grid: { n_informative: [2, 15] },
  claims: declaredClaims,
  limits:
    'The paper’s claims are about language models; here they are tested on small classifiers of synthetic data, which can neither confirm nor refute them there.',
  caveats: [
    'A claim *holds* or *fails* in a combination where its test shows it (Wilcoxon’s signed-rank test against every bound of the claim, Bonferroni over all claims of its source at its width); otherwise it is *undecided*. Over the combinations: *holds* or *fails* in at least nine of ten; *depends* where an open choice changes the share by one half or more; *mixed* otherwise.',
    'The data sets and their splits are shared by all combinations, so the shares of combinations describe these data sets; they are not probabilities.',
  ],
  answer: () => [],
};
