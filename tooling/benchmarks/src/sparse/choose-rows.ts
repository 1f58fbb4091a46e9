import { createSparseProgram } from '@reluctant/kernels/sparse';
import type { MlpGraph } from '@reluctant/onnx';
import { densities } from './density-net.js';

/** Deviation of a row's densities from the requested one: the largest ratio over the listed layers, as a logarithm. */
function deviation(seen: readonly number[], asked: number): number {
  return Math.max(...seen.map((density) => Math.abs(Math.log(density / asked))));
}

/**
 * Selects the candidate rows whose hidden layers are closest to the requested density. After several random layers with
 * fixed biases the density varies widely between rows (a row that is weak in one layer is weaker in the next), and the
 * median time would belong to another density.
 *
 * @param candidates - for each density, row-major rows
 * @param count - rows to keep of each
 */
export async function chooseRows(
  graph: MlpGraph,
  candidates: readonly Float32Array[],
  count: number,
): Promise<readonly Float32Array[]> {
  const stages = graph.layers.map((layer) => {
    if (layer.kind !== 'dense') throw new Error('only chains of dense layers');
    return { ...layer.linear, activation: layer.activation };
  });
  const program = await createSparseProgram(stages);
  return candidates.map((rows, selector) => {
    const asked = densities[selector] ?? 1;
    const ranked = Array.from({ length: rows.length / program.inputs }, (_, row) => {
      const values = rows.subarray(row * program.inputs, (row + 1) * program.inputs);
      program.run(values);
      // Without the inputs and the logits.
      return { values, off: deviation(program.takeDensities()?.slice(1, -1) ?? [], asked) };
    }).sort((a, b) => a.off - b.off);
    const chosen = new Float32Array(count * program.inputs);
    ranked.slice(0, count).forEach(({ values }, place) => {
      chosen.set(values, place * program.inputs);
    });
    return chosen;
  });
}
