import { type Example, exampleText } from '@reluctant/command-line';

/** A command of this program. */
export type CommandName = 'train' | 'export' | 'verify' | 'inspect' | 'predict' | 'bench' | 'report' | 'all' | 'demo';

/** Examples of each command, the most useful first. */
const examples: Readonly<Record<CommandName, readonly Example[]>> = {
  train: [
    [
      'A model of a table: train it, look at model.md',
      '$ reluctant-sparse train --data birds.csv --target species --out runs/birds',
    ],
    [
      'The same with a search for the best net within a minute',
      '$ reluctant-sparse train --data birds.csv --target species --budget 60s \\',
      '    --out runs/best',
    ],
    ['On made data, with a net of your own size', '$ reluctant-sparse train --width 512 --l1 1 --out runs/mine'],
    [
      'Begin with SiLU and switch to ReLU for the last 60 % of the steps',
      '$ reluctant-sparse train --strategy switch:from=silu,to=relu,tail=0.6 \\',
      '    --out runs/soft',
    ],
    [
      'A model from a study',
      '$ reluctant run --strategies relu --bottleneck 30 --out runs/study',
      '$ reluctant-sparse train --out runs/taken \\',
      '    --checkpoint runs/study/checkpoints/relu-0.safetensors',
    ],
  ],
  export: [
    ['The model that train wrote', '$ reluctant-sparse export runs/mine'],
    [
      'A model of a study of a table: its file takes raw rows',
      '$ reluctant run --data birds.csv --target species --out runs/birds',
      '$ reluctant-sparse export runs/birds/checkpoints/relu-0.safetensors \\',
      '    --out birds.onnx',
    ],
  ],
  verify: [
    ['The model that train wrote, after export', '$ reluctant-sparse verify runs/mine'],
    ['Any ONNX file, on your rows', '$ reluctant-sparse verify model.onnx --inputs rows.npy'],
    ['A model of a table, on rows of a table', '$ reluctant-sparse verify birds.onnx --data new.csv'],
  ],
  inspect: [
    ['Any ONNX file: is skipping its zeros worth it?', '$ reluctant-sparse inspect model.onnx --inputs rows.npy'],
  ],
  predict: [
    [
      'Answer new rows with a model of a table (--out - prints them)',
      '$ reluctant-sparse predict runs/birds --data new.csv --out -',
    ],
    ['With its ONNX file', '$ reluctant-sparse predict birds.onnx --data new.csv --out predictions.csv'],
  ],
  bench: [
    ['The model that train wrote, after export', '$ reluctant-sparse bench runs/mine'],
    [
      'Any ONNX file, one row and sixteen at a time',
      '$ reluctant-sparse bench model.onnx --inputs rows.npy --batch 1,16',
    ],
  ],
  report: [['Tables and pictures of what verify and bench found', '$ reluctant-sparse report runs/mine']],
  all: [
    ['All steps: train, export, verify, bench, report (about two minutes)', '$ reluctant-sparse all'],
    ['A smaller net, into a directory of its own', '$ reluctant-sparse all --width 256 --out runs/small'],
  ],
  demo: [['A small study, a sparse net and its predictions, in under a minute', '$ reluctant-sparse demo']],
};

const notes = `
Flags may also have dashes (--n-layers).
Exit codes: 0 success, 1 failure or failed verification, 2 wrong usage,
130 stopped by Ctrl-C (143 by SIGTERM, 129 by SIGHUP).`;

/** What the help of a command ends with. */
export function commandExamples(command: CommandName): string {
  return `${exampleText(examples[command])}${notes}`;
}

/** What the help of the program ends with: one example of each command. */
export function programExamples(): string {
  const shown = Object.values(examples).flatMap((own) => own.slice(0, 1));
  return `${exampleText(shown)}\nThe help of a command has more: reluctant-sparse train --help.\n${notes}`;
}
