import { type Example, exampleText } from '@reluctant/command-line';

/** A command of this program. */
export type CommandName = 'run' | 'plot' | 'compare' | 'describe' | 'settings' | 'worker';

/** Examples of each command, the most useful first. */
const examples: Readonly<Record<CommandName, readonly Example[]>> = {
  run: [
    [
      'The study of the post, with pictures',
      '$ reluctant run --epochs 100 --plots --lr 0.001 --n_classes 2 \\',
      '    --n_features 30 --n_layers 4 --n_samples 5000 --n_runs 10 --n_workers 10',
    ],
    ['Two activations, quickly', '$ reluctant run --strategies relu,silu --epochs 20 --n_runs 5'],
    ['Continue after Ctrl-C, with the settings of the directory', '$ reluctant run --resume --out runs/study-1a2b3c4d'],
    [
      'Let a finished study of 10 runs grow to 18, training the new ones only',
      '$ reluctant run --resume --out runs/study-1a2b3c4d --n_runs 18',
    ],
    ['A preset: a question with its own settings, answered in findings.md', '$ reluctant run --preset paper --plots'],
    [
      'A sweep with heat maps and small multiples',
      '$ reluctant run --strategies relu,silu --grid bottleneck=4,16,64 \\',
      '    --grid lr=0.001,0.01 --plots',
    ],
    ['A table of yours in place of made data', '$ reluctant run --data weather.csv --target weather'],
    [
      'Settings from a file, one of them overridden by a flag',
      '$ reluctant run --config study.yaml --bottleneck 16 --out runs/wide',
    ],
    [
      'The study of a run directory again, elsewhere',
      '$ reluctant run --config runs/wide/config.json --out runs/again',
    ],
    [
      'On the workers of other machines (reluctant worker --queue …)',
      '$ reluctant run --config study.yaml --queue redis://host:6379',
    ],
    [
      'JSON for another program',
      '$ reluctant run --epochs 5 --n_runs 2 --json \\',
      "    | jq '.strategies[].last.val_loss.mean'",
    ],
  ],
  plot: [['Draw the pictures of a study, finished or not', '$ reluctant plot runs/post']],
  compare: [
    ['Two studies side by side, with pictures', '$ reluctant compare runs/post runs/study-1a2b3c4d --plots'],
    ['The studies of a sweep', '$ reluctant compare runs/overfit-5e6f7a8b'],
  ],
  describe: [
    [
      'What is in a table, and what would be done to its columns',
      '$ reluctant describe weather.csv --target weather',
      '$ reluctant describe flights.parquet --target delay --drop origin',
    ],
    [
      'The rows of a query',
      `$ reluctant describe --query "select * from 'flights.parquet' limit 1000" \\`,
      '    --target delay',
    ],
  ],
  settings: [
    ['Every setting with its type, default and meaning', '$ reluctant settings'],
    ['The same for a program', '$ reluctant settings --json | jq \'.[] | select(.group == "Study").name\''],
  ],
  worker: [
    ['Train what reluctant run --queue sends', '$ reluctant worker --queue redis://host:6379'],
    [
      'With a password, which the list of processes does not show',
      '$ RELUCTANT_QUEUE=rediss://name:password@host:6379 reluctant worker',
    ],
  ],
};

const notes = `
Flags may also have dashes (--n-runs).
Results go to runs/ unless --out is given.
Exit codes: 0 success, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C
(143 by SIGTERM, 129 by SIGHUP).`;

/** What the help of a command ends with. */
export function commandExamples(command: CommandName): string {
  return `${exampleText(examples[command])}${command === 'run' ? `${notes}\nFinished runs are kept; --resume continues.` : ''}`;
}

/** What the help of the program ends with: one example of each command, and more of `run`. */
export function programExamples(): string {
  const { run, ...others } = examples;
  const shown = [...run.slice(0, 4), ...Object.values(others).flatMap((own) => own.slice(0, 1))];
  return `${exampleText(shown)}\nThe help of a command has more: reluctant run --help.${notes}`;
}
