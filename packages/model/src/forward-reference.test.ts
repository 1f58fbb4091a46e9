import { parseActivation } from '@reluctant/activations';
import { expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { smallModel } from '../fixtures/models.js';
import { bottleneckClassifier } from './bottleneck-classifier.js';
import { forwardReference } from './forward-reference.js';
import { initialiseParameters } from './initialise-parameters.js';
import { flatParameters } from './named-parameters.js';

interface Start {
  readonly initial_parameters: Readonly<Record<string, GoldenArray>>;
  readonly x: GoldenArray;
}

interface Golden {
  /** The initial state of the cases, by what their gate reads. */
  readonly layer: Start;
  readonly element: Start;
  readonly cases: readonly {
    readonly activation: string;
    readonly reads: 'layer' | 'element';
    readonly logits: GoldenArray;
    readonly gates?: Readonly<Record<string, GoldenArray>>;
    readonly gumbel_noise?: readonly GoldenArray[];
    readonly masks?: readonly string[];
  }[];
}

const golden = readGolden<Golden>(new URL('../fixtures/forward-first-step.json', import.meta.url));

describe('forwardReference', () => {
  it.each(golden.cases)("gives PyTorch's float64 logits within 1e-12: $activation, $reads gate", (given) => {
    const options = given.gates ? { reads: given.reads } : {};
    const activation = parseActivation(given.activation, options);
    const { gate } = activation;
    const model = bottleneckClassifier({ nFeatures: 30, nLayers: 4, nClasses: 2, activation });
    const named = Object.entries({ ...golden[given.reads].initial_parameters, ...given.gates });
    const parameters = flatParameters(
      model,
      new Map(named.map(([name, array]) => [name, { shape: array.shape, data: goldenNumbers(array) }])),
    );
    // A mask of 1 is ReLU: u = 0 < 0.5. Gumbel noise is injected as n₀ − n₁.
    const noise =
      given.masks?.map((mask) => Float64Array.from(mask, (digit) => (digit === '1' ? 0 : 0.75))) ??
      given.gumbel_noise?.map((array) => {
        const both = goldenNumbers(array);
        return Float64Array.from({ length: both.length / 2 }, (_, i) => (both[2 * i] ?? 0) - (both[2 * i + 1] ?? 0));
      });
    const { logits, hidden } = forwardReference(model, parameters, goldenNumbers(golden[given.reads].x), {
      share: activation.share === 'gate' ? Number.NaN : activation.share,
      ...(noise && { noise }),
    });
    expectAllClose(logits, goldenNumbers(given.logits), { absolute: 1e-12 });
    expect(hidden).toHaveLength(4);
    expect(hidden[0]?.gateShare?.length).toBe(gate ? (gate.reads === 'layer' ? 16 : 64) : undefined);
  });

  it('refuses part of a row, and an activation that it does not know', () => {
    const model = smallModel();
    const parameters = initialiseParameters(model, { seed: 0, run: 0 });
    expect(() => forwardReference(model, parameters, [1, 2], { share: 1 })).toThrow(
      'expected rows of 3 features, got 2 values',
    );
    const mine = smallModel({ name: 'mine', module: './mine.js', options: {} });
    expect(() => forwardReference(mine, parameters, [1, 2, 3], { share: 1 })).toThrow(
      "activation 'mine' is a module of its own",
    );
  });
});
