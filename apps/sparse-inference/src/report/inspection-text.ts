import type { InspectedLayer, Inspection } from '../inspection/inspect-session.js';
import { percent } from '../output/say.js';
import { duration } from './bench-tables.js';
import { textTable } from './text-table.js';

/** Bytes with a unit. */
function bytesText(bytes: number): string {
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 10).toFixed(1)} KiB`;
}

/** Whether zeros of a layer are certified before its weights are read, and how many are not. */
function screenText(layer: string, { units, candidates, pays, limit }: NonNullable<InspectedLayer['screen']>): string {
  if (units === 0) return `${layer}: zeros would be certified for single rows; no row came alone.`;
  const computed = `${percent(candidates)} of the units could not be certified to be zero`;
  return pays
    ? `${layer}: zeros are certified from an int8 copy of the weights; ${computed} and are computed.`
    : `${layer}: certifying zeros does not pay and is off: ${computed}, and it pays up to ${percent(limit)}.`;
}

/** What `inspect` prints. */
export function inspectionText(inspection: Inspection, inputs: string): string {
  const { engine, reason, operators, layers, calls, weight_bytes, needed_bytes, dense_bound_us, bound_us } = inspection;
  const who =
    engine === 'onnxruntime'
      ? `onnxruntime runs the whole model: ${reason}.`
      : `The session's kernels run the model${operators.length === 0 ? '' : `; one by one: ${operators.join(', ')}`}.`;
  const table = textTable(
    ['chain', 'layer', 'activation', 'weights', 'zeros behind it', 'bytes for a row'],
    layers.map(({ chain, inputs: columns, outputs, activation, weights, zeros, needed_bytes: bytes }) => [
      String(chain),
      `${columns} → ${outputs}`,
      activation,
      String(weights),
      zeros === null ? '–' : percent(zeros),
      bytesText(bytes),
    ]),
  );
  const bound =
    dense_bound_us === null || bound_us === null
      ? ''
      : ` Reading them takes ${duration(bound_us)} on one thread, all weights ${duration(dense_bound_us)}.`;
  const bytes = `A row needs ${bytesText(needed_bytes)} of ${bytesText(weight_bytes)} of weights.${bound}`;
  return [
    who,
    ...(layers.length === 0 ? [] : [table]),
    `Measured on ${inputs}, ${calls} ${calls === 1 ? 'call' : 'calls'}.`,
    ...(layers.length === 0 ? [] : [bytes]),
    ...layers.flatMap(({ inputs: columns, outputs, screen }) =>
      screen === undefined ? [] : [screenText(`${columns} → ${outputs}`, screen)],
    ),
    inspection.verdict,
  ].join('\n');
}
