/**
 * Groups of runs that share a data set, `size` runs each, in the order of the data sets and runs; incomplete groups are
 * left out. Group g of every strategy has the same runs, so groups are paired like runs.
 */
export function runGroups(
  { n_runs, data_seeds }: { readonly n_runs: number; readonly data_seeds: number },
  size: number,
): number[][] {
  return Array.from({ length: data_seeds }, (_, set) => {
    const runs = Array.from({ length: n_runs }, (_, run) => run).filter((run) => run % data_seeds === set);
    return Array.from({ length: Math.floor(runs.length / size) }, (_, group) =>
      runs.slice(group * size, (group + 1) * size),
    );
  }).flat();
}
