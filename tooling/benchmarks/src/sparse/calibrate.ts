import type { Linear, MlpGraph } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import { allCarriers, carrierColumn, carrierInput, carriers, type Draw, densities } from './density-net.js';
import { quantile } from './quantile.js';

/** Rows that a net is calibrated on. */
const rows = 8;

/** Values of the units of one layer: density → row → unit. */
type Values = readonly (readonly Float32Array[])[];

const standardNormal: Draw = (random, count) => Float32Array.from(random.standardNormal(count));

/** x·Wᵀ for one row; columns where x is 0 are left out. */
function product({ inputs, outputs, weight }: Linear, x: Float32Array): Float32Array {
  const active = Uint32Array.from([...x.keys()].filter((unit) => x[unit] !== 0));
  const values = Float32Array.from(active, (unit) => x[unit] as number);
  const y = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    let sum = 0;
    for (let k = 0; k < active.length; k++) {
      sum += (weight[output * inputs + (active[k] as number)] as number) * (values[k] as number);
    }
    y[output] = sum;
  }
  return y;
}

/**
 * Writes the biases into a density net, layer by layer from the first: the bias of a density is the quantile of the
 * layer's actual pre-activations at that density, so that no layer becomes empty or full. Changes the graph in place.
 *
 * @returns for each density, the factor for inputs at which the largest logit of these rows is 1
 */
export function calibrate(graph: MlpGraph, seed: number, draw: Draw = standardNormal): readonly number[] {
  let values: Values = densities.map((_, selector) => {
    const inputs = densityInputs(graph, seed, rows, selector, 1, draw);
    const width = inputs.length / rows;
    return Array.from({ length: rows }, (__, row) => inputs.subarray(row * width, (row + 1) * width));
  });
  const carried = densities.map(() => carrierInput);
  graph.layers.forEach((layer, index) => {
    const linear = layer.kind === 'dense' ? layer.linear : layer.gate;
    const sums = values.map((ofDensity) => ofDensity.map((x) => product(linear, x)));
    if (layer.kind === 'dense' && layer.activation === 'none') {
      values = sums;
      return;
    }
    const handsOn = index < graph.layers.length - 2 ? allCarriers : 0;
    const active = sums.map((ofDensity, selector) => {
      const seen = ofDensity.flatMap((z) => [...z.subarray(handsOn)]);
      // The carriers of the density are active as well.
      const wanted = (densities[selector] ?? 0) * linear.outputs - (handsOn > 0 ? carriers : 0);
      const bias = -quantile(seen, 1 - Math.max(0, wanted / (linear.outputs - handsOn)));
      const before = carried[selector] ?? 1;
      const own = Array.from({ length: carriers }, (_, copy) => selector * carriers + copy);
      for (const carrier of own) {
        const column = carrierColumn(index, linear.inputs, carrier);
        for (let output = handsOn; output < linear.outputs; output++) {
          linear.weight[output * linear.inputs + column] = bias / (carriers * before);
        }
      }
      const after = ofDensity.map((z) => z.map((value, unit) => (unit < handsOn ? 0 : Math.max(0, value + bias))));
      const largest = after.reduce((most, h) => h.reduce((larger, value) => Math.max(larger, value), most), 0);
      for (const carrier of handsOn > 0 ? own : []) {
        linear.weight[carrier * linear.inputs + carrierColumn(index, linear.inputs, carrier)] = largest / before;
        for (const h of after) h[carrier] = largest;
      }
      carried[selector] = largest;
      return after;
    });
    values = active;
    if (layer.kind === 'gatedFfn') {
      values = active.map((ofDensity, selector) =>
        ofDensity.map((gate, row) => {
          const up = product(layer.up, densityRow(graph, seed, selector, row, draw));
          return product(
            layer.down,
            gate.map((value, unit) => value * (up[unit] ?? 0)),
          );
        }),
      );
    }
  });
  const degree = graph.layers.some(({ kind }) => kind === 'gatedFfn') ? 2 : 1;
  return values.map((logits) => {
    const largest = Math.max(...logits.map((row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)));
    return largest ** (-1 / degree);
  });
}

/** Inputs of one density, row-major, by default standard normal; the same features for every density. */
export function densityInputs(
  graph: MlpGraph,
  seed: number,
  count: number,
  selector: number,
  scale: number,
  draw: Draw = standardNormal,
): Float32Array {
  const [first] = graph.layers;
  const inputs = first === undefined ? 0 : first.kind === 'dense' ? first.linear.inputs : first.gate.inputs;
  const values = draw(new RandomState(seed), count * inputs).map((value) => value * scale);
  for (let row = 1; row <= count; row++) {
    const first = row * inputs - allCarriers;
    values.fill(0, first, row * inputs);
    values.fill(carrierInput * scale, first + selector * carriers, first + (selector + 1) * carriers);
  }
  return values;
}

function densityRow(graph: MlpGraph, seed: number, selector: number, row: number, draw: Draw): Float32Array {
  const all = densityInputs(graph, seed, rows, selector, 1, draw);
  const inputs = all.length / rows;
  return all.subarray(row * inputs, (row + 1) * inputs);
}
