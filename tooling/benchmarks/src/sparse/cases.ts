import type { BenchmarkCase } from './benchmark-case.js';
import { calibrate, densityInputs } from './calibrate.js';
import { chooseRows } from './choose-rows.js';
import { type DensityNetShape, densities, densityNet, inputDraw } from './density-net.js';
import { trainedAutoencoder } from './trained-autoencoder.js';
import { trainedCase } from './trained-case.js';

/** A case, selected by its letter. */
export interface CaseDefinition {
  readonly name: string;
  readonly title: string;
  build(): Promise<BenchmarkCase>;
  /** Rows that engines answer for comparison: all of the trained net's test set. */
  readonly answered: number;
  /** Requests a second, for the case that is tested in service. */
  readonly perSecond?: number;
}

/** Distinct rows of each set of inputs. */
const rowsPerSet = 128;
/** Rows drawn for each that is kept, where densities spread. */
const drawnPerRow = 3;

function densityCase(name: string, title: string, shape: DensityNetShape): CaseDefinition {
  return {
    ...{ name, title, answered: 32 },
    async build() {
      const graph = densityNet(1, shape);
      const draw = inputDraw(shape);
      const scales = calibrate(graph, 2, draw);
      const deep = shape.widths.length > 3;
      const drawn = scales.map((scale, selector) =>
        densityInputs(graph, 3, (deep ? drawnPerRow : 1) * rowsPerSet, selector, scale, draw),
      );
      return {
        graph,
        inputs: deep ? await chooseRows(graph, drawn, rowsPerSet) : drawn,
        inputTitles: densities.map((density) => `${100 * density} %`),
      };
    },
  };
}

/** The wide nets, by letter. */
export const wideCases: readonly CaseDefinition[] = [
  densityCase('a', 'FFN 2048 → 8192 → 2048', { kind: 'dense', widths: [2048, 8192, 2048] }),
  densityCase('b', 'deep MLP 256 → 4 × 4096 → 10', { kind: 'dense', widths: [256, 4096, 4096, 4096, 4096, 10] }),
  densityCase('c', 'gated FFN 2048 → 5632 → 2048', { kind: 'gated', widths: [2048, 5632, 2048] }),
  {
    ...{ name: 'd', title: 'trained net 30 → 3 × 1024 → 2', answered: 2000, perSecond: 500 },
    build: () => trainedCase(),
  },
  densityCase('f', 'FFN 2048 → 8192 → 2048, Gaussian', {
    ...{ kind: 'dense', widths: [2048, 8192, 2048], weights: 'gaussian' },
  }),
  densityCase('g', 'gated FFN 2048 → 5632 → 2048, Gaussian', {
    ...{ kind: 'gated', widths: [2048, 5632, 2048], weights: 'gaussian' },
  }),
  densityCase('h', 'FFN 2048 → 8192 → 2048, constructed in 64 directions', {
    ...{ kind: 'dense', widths: [2048, 8192, 2048], weights: 'few directions' },
  }),
  {
    ...{ name: 'i', title: 'trained autoencoder 2048 → 8192 → 2048', answered: 32 },
    build: () => trainedAutoencoder({ width: 2048, inner: 8192, bias: -1.6 }),
  },
];
