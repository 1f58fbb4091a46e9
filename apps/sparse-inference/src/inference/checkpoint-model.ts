import { ReluctantError } from '@reluctant/errors';
import type { Checkpoint } from '@reluctant/model';
import { classNames, parsePreprocessor, parseTarget, targetValues, transform } from '@reluctant/preprocessing';
import { predict, predictValues } from '@reluctant/trainer';
import type { RowModel } from './row-answers.js';

/**
 * The model of a checkpoint, answered by the training engine.
 *
 * @throws ReluctantError (`wrong-state`) when it did not learn from a table, and when what it stores is damaged
 */
export function checkpointModel(checkpoint: Checkpoint): RowModel {
  const { preprocessor, target } = learnedFrom(checkpoint);
  const width = checkpoint.model.inputs;
  return {
    ...{ preprocessor, target },
    async answer(rows) {
      const features = transform(preprocessor, rows, { width });
      if (target.task === 'regression') {
        const { values } = await predictValues(checkpoint, features);
        return { task: target.task, values: targetValues(target, values) };
      }
      const names = classNames(target);
      const { labels, probabilities } = await predict(checkpoint, features);
      return { task: target.task, labels: Array.from(labels, (label) => names[label] ?? ''), probabilities };
    },
    close: async () => undefined,
  };
}

/**
 * What a checkpoint learned from a table with.
 *
 * @throws ReluctantError (`wrong-state`) when it did not learn from a table, and when what it stores is damaged
 */
export function learnedFrom({ metadata }: Checkpoint): Pick<RowModel, 'preprocessor' | 'target'> {
  const { preprocessor, target } = metadata;
  if (preprocessor === undefined || target === undefined) {
    throw new ReluctantError('wrong-state', 'did not learn from a table: it takes features, not rows');
  }
  return { preprocessor: parsePreprocessor(JSON.parse(preprocessor)), target: parseTarget(JSON.parse(target)) };
}
