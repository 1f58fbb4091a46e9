import type { DemoResult } from './demo-result.js';
import type { BlockRenderer } from './figure-blocks.js';
import { storedBlock } from './stored-result.js';

/** Rows of answers that the README shows. */
const shownAnswers = 2;

/**
 * Selects from the output of the demonstration: the training, the verification of every engine, the first predictions.
 */
function excerpt({ lines }: DemoResult): string {
  const rows = lines.filter((line) => line.startsWith('│'));
  const [verification, answers] = ['│ engine', '│ test row'].map((head) =>
    rows.findIndex((line) => line.startsWith(head)),
  );
  const training = lines.findIndex((line) => line.includes('trained in'));
  if (verification === undefined || verification < 0 || answers === undefined || answers < 0 || training < 0) {
    throw new Error('results/demo.json does not hold what the demonstration prints: run `pnpm bench:demo`');
  }
  return [
    '```',
    ...lines.slice(training, training + 2),
    '',
    ...rows.slice(verification, answers),
    '',
    ...rows.slice(answers, answers + 1 + shownAnswers),
    '```',
  ].join('\n');
}

/** The excerpt of the demonstration in the README. */
export const renderDemo: BlockRenderer = storedBlock<DemoResult>('demo', 'pnpm bench:demo', excerpt);
