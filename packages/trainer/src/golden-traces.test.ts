import { parameterLayout } from '@reluctant/model';
import { expectAllClose, goldenNumbers, normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { Engine, Program } from './engine.js';
import { engines, goldenEngines } from './test-support/engines.js';
import { flatOf, type GoldenTrace, goldenTrainings, type TrainingCase } from './test-support/golden-training.js';

const cases = (['element', 'layer'] as const).flatMap((reads) => {
  const file = `training-30-4-4-4-4-2${reads === 'layer' ? '-layer-gate' : ''}.json`;
  return goldenTrainings(new URL(`../fixtures/${file}`, import.meta.url), reads).map(
    (golden): [string, TrainingCase] => [
      `${golden.trace.activation}, gates read the ${reads}, ${golden.trace.n_steps} steps in ${golden.trace.dtype}`,
      golden,
    ],
  );
});

async function start(engine: Engine, { spec, start }: TrainingCase): Promise<Program> {
  const program = await engine.compile(spec);
  program.writeState(start);
  return program;
}

describe.each(goldenEngines)('%s against PyTorch', (engine, loadEngine) => {
  // Each engine runs the long traces once, against the float64 trace, which is more accurate than the float32 one.
  const traces = cases.filter(
    ([, { trace }]) => trace.n_steps === 12 || (trace.dtype === 'float64' && engines.some(([name]) => name === engine)),
  );

  it.each(traces)('%s: losses within 1e-5 relative, weights within 1e-5 absolute', async (_, golden) => {
    const program = await start(await loadEngine(), golden);
    const { trace, spec, noise, share } = golden;
    const perEpoch = noise.length;
    const losses: number[] = [];
    for (let epoch = 0; epoch < trace.n_steps / perEpoch; epoch++) {
      const epochLosses = await program.trainEpoch({
        rows: Uint32Array.from({ length: spec.train.rows }, (_, row) => row),
        share: new Float32Array(perEpoch).fill(share),
        learningRate: new Float64Array(perEpoch).fill(0.001),
        noise,
      });
      losses.push(...epochLosses);
    }
    expectAllClose(losses, trace.losses, { relative: 1e-5 });
    const state = await program.readState();
    expect(state.step).toBe(trace.n_steps);
    expectAllClose(state.parameters, flatOf(spec.model, trace.final_parameters), { absolute: 1e-5 });
    expect(normwiseError(state.m, moments(golden, trace, 'm'))).toBeLessThan(1e-4);
    expect(normwiseError(state.v, moments(golden, trace, 'v'))).toBeLessThan(1e-4);
    program.dispose();
  });

  it.each(cases.filter(([, { trace }]) => trace.first_step !== undefined))(
    '%s: first gradients within 1e-4 normwise for each tensor',
    async (_, golden) => {
      const program = await start(await loadEngine(), golden);
      const { trace, spec, noise, share } = golden;
      const rows = spec.batchSize;
      const { features } = spec.train;
      const labels = 'labels' in spec.train ? spec.train.labels : new Int32Array();
      const result = await program.gradients({
        features: features.slice(0, rows * spec.model.inputs),
        labels: labels.slice(0, rows),
        rows,
        share,
        ...(noise[0] && { noise: noise[0] }),
      });
      const { logits, gradients } = trace.first_step ?? {};
      if (logits === undefined || gradients === undefined) throw new Error('the trace has no first step');
      expect(Math.abs(result.loss / (trace.losses[0] ?? 0) - 1)).toBeLessThan(1e-5);
      expectAllClose(result.logits, goldenNumbers(logits), { absolute: 1e-6 });
      const expected = flatOf(spec.model, gradients);
      for (const { offset, size } of parameterLayout(spec.model).slots) {
        const range = [offset, offset + size] as const;
        expect(normwiseError(result.gradients.slice(...range), expected.slice(...range))).toBeLessThan(1e-4);
      }
      program.dispose();
    },
  );
});

function moments({ spec }: TrainingCase, { final_adam }: GoldenTrace, which: 'm' | 'v'): Float32Array {
  const named = Object.entries(final_adam).map(([name, moment]) => [name, moment[which]] as const);
  return flatOf(spec.model, Object.fromEntries(named));
}
