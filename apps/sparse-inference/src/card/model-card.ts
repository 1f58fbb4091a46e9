import type { Preprocessor } from '@reluctant/preprocessing';
import type { TableTraining } from '../directory/table-training.js';
import { code, dataPart } from './data-part.js';
import { limitsPart } from './limits-part.js';
import { netPart } from './net-part.js';
import { scorePart } from './score-part.js';
import { usagePart } from './usage-part.js';

/**
 * The card of a model as Markdown: what it learned from, how good it is, how to call it and what to beware of. Every
 * number is measured.
 *
 * @param preprocessor - tells the raw columns, for the examples
 * @param pictures - paths of pictures, relative to the card
 */
export function modelCard(training: TableTraining, preprocessor: Preprocessor, pictures: readonly string[]): string {
  const kind = training.task === 'classification' ? 'class' : 'value';
  const parts = [
    `# A model of ${code(training.target)}`,
    `Predicts the ${kind} of ${code(training.target)} for a row of a table. Written by \`reluctant-sparse train\`; the numbers are in \`training.json\`, too.`,
    ...dataPart(training),
    ...scorePart(training),
    ...netPart(training, pictures),
    ...usagePart(preprocessor, training.task),
    ...limitsPart(training),
  ];
  return `${parts.join('\n\n')}\n`;
}
