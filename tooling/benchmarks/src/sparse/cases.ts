import type { MlpGraph } from '@reluctant/onnx';
import { calibrate, densityInputs } from './calibrate.js';
import { chooseRows } from './choose-rows.js';
import { type DensityNetShape, densities, densityNet } from './density-net.js';

/** A net with its sets of inputs. */
export interface BenchmarkCase {
  readonly graph: MlpGraph;
  readonly inputs: readonly Float32Array[];
  readonly inputTitles: readonly string[];
}

/** A case that can be asked for by its letter. */
export interface CaseDefinition {
  readonly name: string;
  readonly title: string;
  build(): BenchmarkCase | Promise<BenchmarkCase>;
}

/** Distinct rows of each set of inputs. */
const rowsPerSet = 128;
/** Rows drawn for each that is kept, where densities spread. */
const drawnPerRow = 5;

function densityCase(name: string, title: string, shape: DensityNetShape): CaseDefinition {
  return {
    ...{ name, title },
    async build() {
      const graph = densityNet(1, shape);
      const scales = calibrate(graph, 2);
      const deep = shape.widths.length > 3;
      const drawn = scales.map((scale, selector) =>
        densityInputs(graph, 3, (deep ? drawnPerRow : 1) * rowsPerSet, selector, scale),
      );
      return {
        graph,
        inputs: deep ? await chooseRows(graph, drawn, rowsPerSet) : drawn,
        inputTitles: densities.map((density) => `${100 * density} %`),
      };
    },
  };
}

/** The nets with random weights, by letter. */
export const densityCases: readonly CaseDefinition[] = [
  densityCase('a', 'FFN 2048 → 8192 → 2048', { kind: 'dense', widths: [2048, 8192, 2048] }),
  densityCase('b', 'deep MLP 256 → 4 × 4096 → 10', { kind: 'dense', widths: [256, 4096, 4096, 4096, 4096, 10] }),
  densityCase('c', 'gated FFN 2048 → 5632 → 2048', { kind: 'gated', widths: [2048, 5632, 2048] }),
];
