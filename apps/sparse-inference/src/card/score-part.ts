import type { TableTraining } from '../directory/table-training.js';
import { costOfZeros } from '../report/cost-of-zeros.js';
import { scoreTable } from '../report/score-rows.js';
import { markdownTable } from '../report/text-table.js';
import { code } from './data-part.js';

/** A confusion matrix of more classes is not printed; `training.json` holds it. */
const shownClasses = 20;

/** The scores of the model and of what it is compared with, as paragraphs. */
export function scorePart(training: TableTraining): readonly string[] {
  const { head, rows } = scoreTable(training);
  const isClassifier = training.task === 'classification';
  const method = isClassifier
    ? "Wilson's for the accuracy, of a bootstrap over the rows for the others"
    : 'of a bootstrap over the rows';
  return [
    '## Scores',
    `On ${training.split.test} rows that were not used in training, with 95 % intervals (${method}):`,
    markdownTable(head, rows),
    `${costOfZeros(training)}.`,
    ...(isClassifier ? confusionPart(training) : []),
  ];
}

function confusionPart({ models, classes }: TableTraining): readonly string[] {
  const counts = models[0]?.confusion ?? [];
  if (counts.length > shownClasses)
    return [`The confusion matrix of ${counts.length} classes is in \`training.json\`.`];
  return [
    'Test rows by class, one line for each, and by what the model answered:',
    markdownTable(
      ['class', ...classes.map(code)],
      counts.map((row, label) => [code(classes[label] ?? ''), ...row.map(String)]),
    ),
  ];
}
