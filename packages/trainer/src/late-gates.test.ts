import { createActivation, type GateReads } from '@reluctant/activations';
import { type FeedForward, parameterLayout } from '@reluctant/model';
import { expectAllClose, type GoldenArray, goldenNumbers, normwiseError, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { ProgramSpec } from './engine.js';
import { goldenEngines } from './test-support/engines.js';
import { flatOf } from './test-support/golden-training.js';
import { defaultOptimiser } from './train-options.js';

type Named = Readonly<Record<string, GoldenArray>>;

interface Golden {
  readonly learning_rate: number;
  readonly layer_widths: readonly number[];
  readonly batches: readonly {
    readonly x: GoldenArray;
    readonly y: readonly number[];
    readonly noise: readonly GoldenArray[];
  }[];
  readonly cases: readonly {
    readonly name: string;
    readonly reads: GateReads;
    readonly phases: readonly { readonly activation: 'relu' | 'silu' | GatedName; readonly steps: number }[];
    readonly initial_parameters: Named;
    /** Losses of the last thirty steps. */
    readonly losses: readonly number[];
    readonly final_parameters: Named;
    readonly final_adam: Readonly<
      Record<string, { readonly m: GoldenArray; readonly v: GoldenArray; readonly step: number }>
    >;
  }[];
}

type GatedName = 'learnable_stoch' | 'gumbel_stoch';
type Case = Golden['cases'][number];

const golden = readGolden<Golden>(new URL('../fixtures/late-gates.json', import.meta.url));
const [inputs = 0, ...widths] = golden.layer_widths;
const rows = golden.batches[0]?.y.length ?? 0;
const train = {
  features: Float32Array.from(golden.batches.flatMap(({ x }) => [...goldenNumbers(x)])),
  labels: Int32Array.from(golden.batches.flatMap(({ y }) => [...y])),
  rows: rows * golden.batches.length,
};

const isGated = (name: string): name is GatedName => name === 'learnable_stoch' || name === 'gumbel_stoch';

function specOf({ phases, reads }: Case): ProgramSpec {
  const name = phases.map(({ activation }) => activation).find(isGated) ?? 'learnable_stoch';
  const { use, domain, positive, granularity, gate } = createActivation(name, { reads });
  const model: FeedForward = {
    inputs,
    layers: widths.map((out) => ({ kind: 'dense', out })),
    activation: { use, domain, positive, granularity, ...(gate && { gate }) },
  };
  return {
    ...{ model, batchSize: rows, optimiser: defaultOptimiser, l1: 0, key: { seed: 0, run: 0 }, train },
    sets: {},
  };
}

/** The share at each step; NaN where the gate decides. */
function shares({ phases }: Case): Float32Array {
  const fixed = { relu: 1, silu: 0 };
  return Float32Array.from(
    phases.flatMap(({ activation, steps }) =>
      Array<number>(steps).fill(isGated(activation) ? Number.NaN : fixed[activation]),
    ),
  );
}

describe.each(goldenEngines)('%s against PyTorch, gates that decide for some of the steps', (_, loadEngine) => {
  it.each(golden.cases.map((entry) => [`${entry.name}, reads ${entry.reads}`, entry] as const))(
    '%s: losses within 1e-5 relative, weights within 1e-5 absolute, moments within 1e-4 normwise, counts exact',
    async (_, entry) => {
      const spec = specOf(entry);
      const program = await (await loadEngine()).compile(spec);
      const { size } = parameterLayout(spec.model);
      program.writeState({
        parameters: flatOf(spec.model, entry.initial_parameters),
        m: new Float32Array(size),
        v: new Float32Array(size),
        step: 0,
      });
      const share = shares(entry);
      const losses: number[] = [];
      // Five epochs of thirty steps over six repeated batches, so that phases begin and end within epochs.
      for (let first = 0; first < share.length; first += 30) {
        const epoch = await program.trainEpoch({
          rows: Uint32Array.from({ length: 30 * rows }, (_, at) => at % train.rows),
          share: share.subarray(first, first + 30),
          learningRate: new Float64Array(30).fill(golden.learning_rate),
          noise: Array.from({ length: 30 }, (_, step) =>
            (golden.batches[(first + step) % golden.batches.length]?.noise ?? []).map((noise) =>
              Float32Array.from(goldenNumbers(noise)),
            ),
          ),
        });
        losses.splice(0, losses.length, ...epoch);
      }
      expectAllClose(losses, entry.losses, { relative: 1e-5 });
      const state = await program.readState();
      expectAllClose(state.parameters, flatOf(spec.model, entry.final_parameters), { absolute: 1e-5 });
      for (const which of ['m', 'v'] as const) {
        const moments = Object.entries(entry.final_adam).map(([name, kept]) => [name, kept[which]] as const);
        expect(normwiseError(state[which], flatOf(spec.model, Object.fromEntries(moments)))).toBeLessThan(1e-4);
      }
      expect(state.step).toBe(entry.final_adam['linear0.bias']?.step);
      expect(state.gateStep).toBe(entry.final_adam['gate0.b2']?.step);
      program.dispose();
    },
  );
});
