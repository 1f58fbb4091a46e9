import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportDynamicInt8, exportMlp, layerInputs, type MlpGraph } from '@reluctant/onnx';
import { RandomState } from '@reluctant/random';
import { benchFolder } from './bench-folder.js';
import type { ModelKind } from './engine-specs.js';
import { type NeededBytes, neededBytes } from './needed-bytes.js';
import { shiftDensities } from './shift-densities.js';

/** A model in several graphs, on disk for the measuring processes. */
export interface PreparedModel {
  /** `as trained`, or the density that its biases were shifted to. */
  readonly name: string;
  /** Undefined where the densities are unknown. */
  readonly needed: NeededBytes | undefined;
  readonly files: { readonly dense: string; readonly sparse?: string; readonly int8?: string };
}

/** The input of the measuring processes. */
export interface PreparedBench {
  readonly kind: ModelKind;
  /** Units of every layer, inputs first; empty where the model is not one chain of layers. */
  readonly widths: readonly number[];
  /** Of the float32 weights of layers. */
  readonly weightBytes: number;
  readonly features: number;
  readonly models: readonly PreparedModel[];
  readonly batches: readonly number[];
  /**
   * A chain's file of float32 rows, any other graph's `.npy` file; null: random inputs of the kinds that the model
   * declares.
   */
  readonly inputs: string | null;
  /** Files of a table whose rows are the inputs of a model of a table. */
  readonly table: string | null;
  /** A sentence for each variant that could not be prepared. */
  readonly leftOut: readonly string[];
  remove(): void;
}

/** Distinct inputs for each batch size. */
const distinctBatches = 64;
/** Number of rows on which densities are measured and set. */
const densityRows = 128;

/**
 * Prepares a chain of layers as it is, and variants with biases shifted to each density.
 *
 * @param rows - the model's own inputs, row-major; normally distributed random numbers where there are none or too few
 */
export async function prepareModels(
  graph: MlpGraph,
  rows: Float32Array | undefined,
  { densities, batches }: { readonly densities: readonly number[]; readonly batches: readonly number[] },
): Promise<PreparedBench> {
  const features = graph.layers[0] === undefined ? 0 : layerInputs(graph.layers[0]);
  const least = distinctBatches * Math.max(...batches) * features;
  const own = rows !== undefined && rows.length > 0 && rows.length % features === 0 ? rows : undefined;
  const inputs = own === undefined ? new Float32Array(new RandomState(0).standardNormal(least)) : repeated(own, least);
  const counted = inputs.subarray(0, densityRows * features);
  const folder = benchFolder();
  const write = (name: string, content: Uint8Array): string => {
    const file = join(folder.path, name);
    writeFileSync(file, content);
    return file;
  };
  try {
    const leftOut: string[] = [];
    const sparse = graph.layers.some(
      ({ activation }, index) => activation === 'relu' && index < graph.layers.length - 1,
    );
    if (!sparse)
      leftOut.push('no layer follows a ReLU, so no weights can be skipped: there is no sparse graph and no densities');
    const counts = await shiftDensities(graph, counted);
    const models: PreparedModel[] = [
      {
        name: 'as trained',
        needed: counts && neededBytes(graph, counts.densities),
        files: {
          dense: write('own.dense.onnx', exportMlp(graph)),
          ...(sparse && {
            sparse: write('own.sparse.onnx', exportMlp(graph, { graph: 'sparse', batch: batchOf(batches) })),
          }),
          int8: write('own.int8.onnx', exportDynamicInt8(graph)),
        },
      },
    ];
    for (const density of sparse ? densities : []) {
      const shifted = await shiftDensities(graph, counted, density);
      if (shifted === undefined) {
        leftOut.push('the model has gated blocks, whose densities cannot be set by shifting biases');
        break;
      }
      const name = `${Math.round(density * 1000) / 10} %`;
      models.push({
        name,
        needed: neededBytes(graph, shifted.densities),
        files: {
          dense: write(`${density}.dense.onnx`, exportMlp(shifted.graph)),
          sparse: write(
            `${density}.sparse.onnx`,
            exportMlp(shifted.graph, { graph: 'sparse', batch: batchOf(batches) }),
          ),
        },
      });
    }
    const inputFile = write('inputs.f32', new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength));
    return {
      ...{ kind: 'chain', widths: widthsOf(graph), weightBytes: weightBytes(graph), features, models, batches },
      ...{ inputs: inputFile, table: null, leftOut, remove: folder.remove },
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** The sparse graph for exactly one row has fewer operators. */
function batchOf(batches: readonly number[]): 1 | 'dynamic' {
  return batches.every((batch) => batch === 1) ? 1 : 'dynamic';
}

/** Repeats the rows until there are enough. */
function repeated(rows: Float32Array, least: number): Float32Array {
  if (rows.length >= least) return rows.slice();
  const all = new Float32Array(Math.ceil(least / rows.length) * rows.length);
  for (let at = 0; at < all.length; at += rows.length) all.set(rows, at);
  return all;
}

/** Units of every layer, inputs first. */
function widthsOf(graph: MlpGraph): number[] {
  return [
    graph.layers[0] === undefined ? 0 : layerInputs(graph.layers[0]),
    ...graph.layers.flatMap((layer) =>
      layer.kind === 'dense' ? [layer.linear.outputs] : [layer.gate.outputs, layer.down.outputs],
    ),
  ];
}

/** Bytes of the float32 weights. */
function weightBytes(graph: MlpGraph): number {
  return graph.layers.reduce((sum, layer) => {
    const maps = layer.kind === 'dense' ? [layer.linear] : [layer.gate, layer.up, layer.down];
    return sum + maps.reduce((bytes, { weight }) => bytes + weight.byteLength, 0);
  }, 0);
}
