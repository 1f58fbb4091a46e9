import { ReluctantError } from '@reluctant/errors';
import { decodeModelFile } from '@reluctant/onnx';
import { parsePreprocessor, parseTarget, type Table, takeTableRows } from '@reluctant/preprocessing';
import type { Tensor } from 'onnxruntime-common';
import type { RowAnswers, RowModel } from './row-answers.js';
import { openSession } from './sparse-answers.js';
import { tableFeeds } from './table-feeds.js';

/**
 * What an exported file says of the table that its model learned from; undefined for a file that says nothing.
 *
 * @throws ReluctantError when the file is damaged
 */
export function tableOfFile(bytes: Uint8Array): Pick<RowModel, 'preprocessor' | 'target'> | undefined {
  const entries = decodeModelFile(bytes).model.metadataProps;
  const text = (key: string): string | undefined => entries.find((entry) => entry.key === key)?.value;
  const [preprocessor, target] = [text('preprocessor'), text('target')];
  if (preprocessor === undefined || target === undefined) return undefined;
  return { preprocessor: parsePreprocessor(JSON.parse(preprocessor)), target: parseTarget(JSON.parse(target)) };
}

/**
 * The model of an exported file, answered by a session's own kernels.
 *
 * @throws ReluctantError (`wrong-state`) when the file is not one of a table, and when it is damaged or refused
 */
export async function graphModel(path: string, bytes: Uint8Array): Promise<RowModel> {
  const learned = tableOfFile(bytes);
  if (learned === undefined)
    throw new ReluctantError('wrong-state', 'is no model of a table: it takes tensors, not rows');
  const session = await openSession(path);
  const { preprocessor, target } = learned;
  const columns = new Set(preprocessor.columns.map(({ name }) => name));
  // An output has an underscore behind it where a raw column has its name.
  const outputName = (name: string): string => {
    let own = name;
    while (columns.has(own)) own += '_';
    return own;
  };
  const [info] = session.inputMetadata;
  const fixed = info?.isTensor === true && typeof info.shape[0] === 'number' ? info.shape[0] : undefined;
  const answerAtOnce = async (rows: Table): Promise<RowAnswers> => {
    const results = await session.run(tableFeeds(preprocessor, rows));
    const result = (name: string): Tensor['data'] => results[outputName(name)]?.data ?? [];
    if (target.task === 'regression')
      return { task: target.task, values: Float64Array.from(result('value') as ArrayLike<number>) };
    const given: ArrayLike<unknown> = result('label');
    const labels = Array.from(given, (label) => (target.kind === 'boolean' ? String(label === 1) : String(label)));
    return { task: target.task, labels, probabilities: result('probabilities') as ArrayLike<number> };
  };
  return {
    ...{ preprocessor, target },
    async answer(rows) {
      if (fixed === undefined || fixed === rows.rows) return answerAtOnce(rows);
      const parts: RowAnswers[] = [];
      for (let row = 0; row < rows.rows; row++) parts.push(await answerAtOnce(takeTableRows(rows, [row])));
      return joined(parts, target.task);
    },
    close: () => session.release(),
  };
}

function joined(parts: readonly RowAnswers[], task: RowAnswers['task']): RowAnswers {
  if (task === 'regression')
    return { task, values: Float64Array.from(parts.flatMap((part) => (part.task === task ? [...part.values] : []))) };
  const classes = parts.flatMap((part) => (part.task === task ? [part] : []));
  return {
    task,
    labels: classes.flatMap(({ labels }) => [...labels]),
    probabilities: classes.flatMap(({ probabilities }) => Array.from(probabilities)),
  };
}
