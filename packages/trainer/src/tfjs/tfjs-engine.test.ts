import { ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseEngine, decideEngine } from '../engine-choice.js';
import { parseStrategy } from '../strategy/parse-strategy.js';
import { denseNet } from '../test-support/toy-problem.js';
import { toyTraining, trained } from '../test-support/trained.js';
import { tfjsEngine } from './tfjs-engine.js';

const leaky = new URL('../../fixtures/leaky-activation.js', import.meta.url).href;

describe('tfjsEngine', () => {
  it('records which backend it uses', async () => {
    const engine = await tfjsEngine({ backend: 'cpu' });
    expect([engine.name, engine.build, tf.getBackend()]).toEqual(['tfjs', 'tfjs-cpu', 'cpu']);
    expect((await tfjsEngine({ backend: 'wasm' })).build).toBe('tfjs-wasm');
    expect(tf.getBackend()).toBe('wasm');
  });

  it('auto selects a working backend, with at most one notice if it is not the native one', async () => {
    const notices: string[] = [];
    const notice = (sentence: string) => notices.push(sentence);
    const { build } = await tfjsEngine({ notice });
    await tfjsEngine({ notice });
    const fallback = /^TensorFlow\.js runs on its wasm backend, because the native one is not available \(.+\)$/;
    if (build === 'tfjs-node') expect(notices).toEqual([]);
    else expect(notices).toEqual([expect.stringMatching(fallback)]);
  });

  it('keeps its own backend after other code has selected another', async () => {
    const engine = await tfjsEngine({ backend: 'cpu' });
    const training = toyTraining(engine, 'relu', { epochs: 1 });
    await tf.setBackend('wasm');
    for await (const _ of training) expect(tf.getBackend()).toBe('cpu');
    training.dispose();
  });

  it('leaks no tensor', async () => {
    const engine = await tfjsEngine({ backend: 'wasm' });
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    for (const strategy of ['gumbel_stoch', 'learnable_stoch:reads=layer', 'stoch:use=mix', `module:path=${leaky}`]) {
      const training = toyTraining(engine, strategy, { l1: 0.01 });
      for await (const _ of training) counts.push(tf.memory().numTensors);
      await training.evaluate({ test: 'stoch', passes: 2 });
      training.dispose();
      counts.push(tf.memory().numTensors);
    }
    expect(counts).toEqual(counts.map(() => before));
  });

  it('agrees between backends: loss within 1e-4 relative over 100 steps', async () => {
    const losses = await Promise.all(
      (['cpu', 'wasm'] as const).map(async (backend) => {
        const { rows } = await trained(await tfjsEngine({ backend }), 'silu', { epochs: 34 });
        return rows.map(({ train_loss }) => train_loss);
      }),
    );
    losses[0]?.forEach((loss, epoch) => {
      expect(Math.abs((losses[1]?.[epoch] ?? 0) / loss - 1)).toBeLessThan(1e-4);
    });
  });
});

describe("a user's activation module", () => {
  it('trains, with options, without a share', async () => {
    const { rows } = await trained(await tfjsEngine({ backend: 'cpu' }), `module:path=${leaky},slope=0.3`, {
      epochs: 10,
    });
    expect(rows.at(-1)?.train_loss).toBeLessThan(rows[0]?.train_loss ?? 0);
    expect(rows[0]).toMatchObject({ share: null, sparsity: 0 });
    expect(rows[0]).not.toHaveProperty('gates');
  });

  it('receives the draws of its step when it reads them', async () => {
    const { rows } = await trained(await tfjsEngine({ backend: 'cpu' }), `module:path=${leaky},noisy=true`);
    expect(rows.every(({ sparsity }) => Math.abs(sparsity - 0.5) < 0.2)).toBe(true);
    expect(new Set(rows.map(({ sparsity }) => sparsity)).size).toBeGreaterThan(1);
  });

  it.each([
    [`module:path=${leaky},slope=steep`, 'option \'slope\' of leaky must be a number, got "steep"'],
    ['module:path=file:///nowhere/at-all.js', "activation module 'file:///nowhere/at-all.js' cannot be loaded"],
  ])('%s is refused in one sentence', async (strategy, sentence) => {
    const training = toyTraining(await tfjsEngine({ backend: 'cpu' }), strategy);
    const error = await training.checkpoint().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReluctantError);
    expect(String(error)).toContain(sentence);
  });

  it('makes chooseEngine return the tfjs engine', async () => {
    const model = { ...denseNet(5, 4, 2), activation: parseStrategy(`module:path=${leaky}`).usage };
    expect(decideEngine('auto', model).engine).toBe('tfjs');
    expect((await chooseEngine({ model })).engine.name).toBe('tfjs');
  });
});
