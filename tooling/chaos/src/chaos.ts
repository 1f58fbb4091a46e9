import { type ChaosRow, describeMachine, readChaos, writeResult } from '@reluctant/benchmarks';
import { Command } from 'commander';
import { kinds } from './kinds.js';
import { runTrials, type TrialCounts } from './run-trials.js';
import { forgetUndisturbed } from './subjects.js';

/**
 * `pnpm chaos`: disturbs the built command lines and stores how the trials ended in
 * tooling/benchmarks/results/chaos.json.
 */
async function main(): Promise<void> {
  const flags = new Command('chaos')
    .option('--trials <n>', 'trials of each kind; by default as many as the kind has')
    .option('--seed <s>', 'seed of the random moments', '0')
    .option('--only <kind>', `one kind: ${kinds.map(({ name }) => name).join(', ')}; the stored others stay`)
    .parse()
    .opts<{ readonly trials?: string; readonly seed: string; readonly only?: string }>();
  const chosen = kinds.filter(({ name }) => flags.only === undefined || name === flags.only);
  if (chosen.length === 0) throw new Error(`there is no kind ${flags.only}`);
  let failed = 0;
  for (const kind of chosen) {
    const skipped = kind.impossible?.();
    const seed = Number(flags.seed);
    const { commit, date, node } = describeMachine();
    // After each trial, so that those of an interrupted start count. Another start may write other kinds in the
    // meantime.
    const store = (counts: TrialCounts): string => {
      const row: ChaosRow = {
        ...{ kind: kind.name, title: kind.title, seed, ...counts, commit, date, node },
        ...(skipped !== undefined && { skipped }),
      };
      const stored = new Map(readChaos().map((other) => [other.kind, other])).set(kind.name, row);
      const rows = kinds.flatMap(({ name }) => stored.get(name) ?? []);
      return writeResult('chaos', { command: 'pnpm chaos', rows });
    };
    if (skipped !== undefined) {
      store({ trials: 0, same: 0, sentence: 0, failures: [] });
      continue;
    }
    const { failures } = await runTrials(kind, Number(flags.trials ?? kind.usual), seed, (text, counts) => {
      console.log(text);
      store(counts);
    });
    failed += failures.length;
  }
  forgetUndisturbed();
  console.log(`${failed} ${failed === 1 ? 'trial' : 'trials'} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
