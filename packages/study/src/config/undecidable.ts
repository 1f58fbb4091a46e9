import { fewestPairs, pairsToDecide } from '@reluctant/metrics';
import { dataSetsOfRuns } from './data-sets-of-runs.js';
import { endsStochastic } from './ends-stochastic.js';
import type { StudyConfig } from './study-config.js';
import { studyLooks } from './study-looks.js';

/** Comparisons that are made together. */
interface PlannedFamily {
  readonly name: string;
  readonly comparisons: number;
  /** Runs behind one pair. */
  readonly together: number;
}

/**
 * The verdicts that the comparisons of a study cannot reach with its number of pairs, whatever the data. This is known
 * before it runs. One sentence for each family of comparisons that has too few pairs; see `pairsToDecide`.
 */
export function undecidable(
  config: Pick<
    StudyConfig,
    'n_runs' | 'data_seeds' | 'passes' | 'ensemble' | 'shifts' | 'strategies' | 'earlier_looks' | 'declared'
  >,
): string[] {
  const { n_runs, data_seeds } = config;
  const shared = dataSetsOfRuns(config) !== undefined;
  return plannedFamilies(config).flatMap(({ name, comparisons, together }) => {
    if (comparisons === 0) return [];
    const pairs = shared ? data_seeds : Math.floor(n_runs / together);
    const { different, equivalent } = pairsToDecide(comparisons, studyLooks(config).look_alpha);
    if (pairs >= different) return [];
    const unit = shared ? 'data set' : together > 1 ? `group of ${together} runs` : 'run';
    const units = pairs === 1 ? unit : unit.startsWith('group') ? unit.replace('group', 'groups') : `${unit}s`;
    const never = pairs < equivalent ? 'neither "different" nor "equivalent"' : 'not "different"';
    const why =
      pairs < fewestPairs
        ? `no claim is made from fewer than ${fewestPairs}`
        : `the smallest p-value that ${pairs} can have is 2/2^${pairs}`;
    const family = `${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'}`;
    return [
      `${name} can end as ${never} with ${pairs} ${units}, however clear the numbers: ${why}; "different" takes ${different} for ${family}.`,
    ];
  });
}

function plannedFamilies({
  passes,
  ensemble,
  shifts,
  n_runs,
  strategies,
}: Pick<StudyConfig, 'passes' | 'ensemble' | 'shifts' | 'n_runs' | 'strategies'>): PlannedFamily[] {
  const families = [{ name: 'Comparisons of strategies', comparisons: strategies.length - 1, together: 1 }];
  if (passes === 0) return families;
  const ensembles = ensemble > 1 && ensemble <= n_runs;
  const methods =
    strategies.length + (ensembles ? strategies.filter((strategy) => !endsStochastic(strategy)).length : 0);
  const quantities = shifts.length > 0 ? 4 : 3;
  return [
    ...families,
    {
      name: 'Comparisons of uncertainty',
      comparisons: quantities * (methods - 1),
      together: Math.max(1, ensemble),
    },
  ];
}
