import type { TableTraining } from '../directory/table-training.js';
import { percent } from '../output/say.js';
import { searchText } from '../report/table-training-text.js';
import { markdownTable } from '../report/text-table.js';

/** The net, its zeros, its speed and its pictures, as paragraphs. */
export function netPart(training: TableTraining, pictures: readonly string[]): readonly string[] {
  const { widths, parameters, strategy, epochs, best_epoch, engine, seconds, search, hyperparameters } = training;
  const { lr, l1, weight_decay } = hyperparameters;
  const weights = training.class_weight === null ? '' : ', classes weighted so that each counts the same';
  return [
    '## Net',
    `${widths.join(' → ')}, ${parameters} parameters, strategy \`${strategy}\`: Adam at ${lr}, L1 ${l1}, weight decay ${weight_decay}${weights}. Epoch ${best_epoch} of ${epochs} had the lowest validation loss among those that end on the activation that is deployed. Engine ${engine}; everything took ${seconds.toFixed(1)} s.`,
    ...(search === null ? [] : [`${searchText(search)}. All trials are in \`trials.json\`.`]),
    ...zerosPart(training),
    latencyText(training),
    ...pictures.map((path) => `![${altText(path)}](${path})`),
  ];
}

function zerosPart({ zeros_layers, widths, multiplications }: TableTraining): readonly string[] {
  if (zeros_layers.length === 0) return [];
  const { dense, needed } = multiplications;
  return [
    'Exact zeros on the test rows:',
    markdownTable(
      ['hidden layer', 'units', 'zeros'],
      zeros_layers.map((zeros, layer) => [String(layer + 1), String(widths[layer + 1] ?? ''), percent(zeros)]),
    ),
    `A row takes ${dense} multiplications by weights, ${Math.round(needed)} on average without those by zeros.`,
  ];
}

function latencyText({ latency: { median_us, p99_us, machine } }: TableTraining): string {
  return `One row takes SparseSession ${median_us.toFixed(1)} µs in the median and ${p99_us.toFixed(1)} µs in 99 of 100 calls, from a raw row to the answer on one thread. Measured right after the training on the machine that trained (${machine}), while it may have done other work.`;
}

function altText(path: string): string {
  return path
    .replace(/^.*\//, '')
    .replace(/\.png$/, '')
    .replaceAll('_', ' ');
}
