import { grouped } from '@reluctant/presets';
import type { StudySummary } from '@reluctant/study';
import { shellWord } from './shell-word.js';

/**
 * How many runs would decide what is inconclusive, and the command that trains them. Empty where nothing is
 * inconclusive or no number is known.
 *
 * @param out - the run directory
 */
export function runsNeededRemarks({ comparisons: family, config }: StudySummary, out: string): string[] {
  const open = (family?.comparisons ?? []).flatMap((comparison) => {
    const { strategy, runs_needed } = comparison;
    return runs_needed === null ? [] : [{ strategy, runs: runs_needed, comparison }];
  });
  const [fewest] = [...open].sort((a, b) => a.runs - b.runs);
  if (fewest === undefined) return [];
  const { runs, comparison } = fewest;
  const all = open.map(({ strategy, runs: needed }) => `${strategy} needs about ${grouped(needed)} runs`);
  return [
    `To be decided with a power of 80 %, ${all.join(', ')}.`,
    ...(comparison.unit === 'data sets' ? otherStudy(config, runs) : growth(config, out, runs)),
  ];
}

/** Every run has its own data set, or all share one: more runs are more pairs. */
function growth({ n_runs, data_seeds }: StudySummary['config'], out: string, runs: number): string[] {
  const own = data_seeds > 1 && data_seeds === n_runs ? ` --data_seeds ${runs}` : '';
  return [
    `This trains the ${grouped(runs - n_runs)} new runs of each strategy (for more, another number), and is another look at the study:`,
    `  reluctant run --resume --out ${shellWord(out)} --n_runs ${runs}${own}`,
  ];
}

/** Pairs are data sets, and which runs have which would change. */
function otherStudy({ n_runs, data_seeds }: StudySummary['config'], runs: number): string[] {
  const dataSets = Math.ceil((runs * data_seeds) / n_runs);
  return [
    `Pairs are data sets here, so this takes a new study: the same command with --n_runs ${runs} --data_seeds ${dataSets} and another --out.`,
  ];
}
