import { createActivation } from '@reluctant/activations';
import { type FeedForward, parameterLayout } from '@reluctant/model';
import { expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { ProgramSpec } from './engine.js';
import { goldenEngines } from './test-support/engines.js';
import { flatOf } from './test-support/golden-training.js';
import { defaultOptimiser } from './train-options.js';

type Named = Readonly<Record<string, GoldenArray>>;
type GatedName = 'learnable_stoch' | 'gumbel_stoch';

interface Golden {
  readonly learning_rate: number;
  readonly cases: readonly {
    readonly name: string;
    readonly layer_widths: readonly number[];
    readonly weight_decay: number;
    readonly class_weights: readonly number[] | null;
    readonly targets: 'labels' | 'values';
    readonly phases: readonly { readonly activation: 'relu' | 'silu' | GatedName; readonly steps: number }[];
    readonly batches: readonly {
      readonly x: GoldenArray;
      readonly y: readonly number[];
      readonly noise: readonly GoldenArray[];
    }[];
    readonly initial_parameters: Named;
    readonly losses: readonly number[];
    readonly final_parameters: Named;
  }[];
}

type Case = Golden['cases'][number];

const golden = readGolden<Golden>(new URL('../fixtures/losses.json', import.meta.url));

const isGated = (name: string): name is GatedName => name === 'learnable_stoch' || name === 'gumbel_stoch';

function specOf(entry: Case): ProgramSpec {
  const { layer_widths, phases, weight_decay, class_weights, targets, batches } = entry;
  const [inputs = 0, ...widths] = layer_widths;
  const gated = phases.map(({ activation }) => activation).find(isGated);
  const { use, domain, positive, granularity, gate } = createActivation(
    gated ?? 'relu',
    gated ? { reads: 'layer' } : {},
  );
  const model: FeedForward = {
    inputs,
    layers: widths.map((out) => ({ kind: 'dense', out })),
    activation: { use, domain, positive, granularity, ...(gate && { gate }) },
  };
  const features = Float32Array.from(batches.flatMap(({ x }) => [...goldenNumbers(x)]));
  const rows = features.length / inputs;
  const y = batches.flatMap((batch) => batch.y);
  return {
    ...{ model, batchSize: rows / batches.length, l1: 0, key: { seed: 0, run: 0 }, sets: {} },
    optimiser: { ...defaultOptimiser, weightDecay: weight_decay },
    ...(targets === 'values'
      ? { loss: 'squared_error', train: { features, rows, targets: Float32Array.from(y) } }
      : { train: { features, rows, labels: Int32Array.from(y) } }),
    ...(class_weights && { classWeights: Float32Array.from(class_weights) }),
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

describe.each(goldenEngines)('%s against PyTorch', (_, loadEngine) => {
  it.each(golden.cases.map((entry) => [entry.name, entry] as const))(
    '%s: losses of 120 steps within 1e-5 relative, weights within 1e-5 absolute',
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
      // Epochs of thirty steps over six repeated batches.
      for (let first = 0; first < share.length; first += 30) {
        const epoch = await program.trainEpoch({
          rows: Uint32Array.from({ length: 30 * spec.batchSize }, (_, at) => at % spec.train.rows),
          share: share.subarray(first, first + 30),
          learningRate: new Float64Array(30).fill(golden.learning_rate),
          noise: Array.from({ length: 30 }, (_, step) =>
            (entry.batches[(first + step) % entry.batches.length]?.noise ?? []).map((noise) =>
              Float32Array.from(goldenNumbers(noise)),
            ),
          ),
        });
        losses.push(...epoch);
      }
      expectAllClose(losses, entry.losses, { relative: 1e-5 });
      const { parameters, step } = await program.readState();
      expect(step).toBe(entry.losses.length);
      expectAllClose(parameters, flatOf(spec.model, entry.final_parameters), { absolute: 1e-5 });
      program.dispose();
    },
  );
});
