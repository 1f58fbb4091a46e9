import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '@reluctant/model';
import { describe, expect, it } from 'vitest';
import type { Engine } from './engine.js';
import { engines } from './test-support/engines.js';
import { toyTraining } from './test-support/trained.js';
import type { TrainOptions } from './train-options.js';

const overfitting: Partial<TrainOptions> = { epochs: 40, learningRate: 0.1 };

/** Runs a toy training to its end; `checkpoints` holds the bytes after each epoch. */
async function run(engine: Engine, strategy: string, options: Partial<TrainOptions>) {
  const training = toyTraining(engine, strategy, { ...overfitting, ...options });
  const losses: number[] = [];
  const checkpoints: Uint8Array[] = [];
  for await (const { val_loss } of training) {
    losses.push(val_loss);
    checkpoints.push(encodeCheckpoint(await training.checkpoint()));
  }
  const { best } = training;
  const end = encodeCheckpoint(await training.checkpoint());
  training.dispose();
  return { losses, checkpoints, best, end };
}

const bytesOf = (checkpoint: Checkpoint | undefined): Uint8Array | undefined =>
  checkpoint && encodeCheckpoint(checkpoint);

describe.each(engines)('early stopping with %s', (_, loadEngine) => {
  it.each(['relu', 'gumbel_stoch', 'stoch:share=0.3'])(
    '%s ends 3 epochs after the lowest validation loss and keeps the bytes of its epoch',
    async (strategy) => {
      const engine = await loadEngine();
      const stopped = await run(engine, strategy, { patience: 3 });
      const whole = await run(engine, strategy, {});
      const { length } = stopped.losses;
      const lowest = stopped.losses.indexOf(Math.min(...stopped.losses)) + 1;
      expect(length).toBeLessThan(40);
      expect(length).toBe(lowest + 3);
      expect(stopped.losses).toEqual(whole.losses.slice(0, length));
      expect([stopped.best?.epoch, stopped.best?.validationLoss]).toEqual([lowest, stopped.losses[lowest - 1]]);
      expect(bytesOf(stopped.best?.checkpoint)).toEqual(whole.checkpoints[lowest - 1]);
      expect(whole.best).toBeUndefined();
    },
  );

  it('chooses only among epochs that end with the share of the end: within a tail, the last of an anneal, every second', async () => {
    const engine = await loadEngine();
    const tail = await run(engine, 'switch:from=gumbel_stoch,to=relu,tail=0.5', { patience: 3 });
    const within = tail.losses.slice(20);
    expect(tail.best?.epoch).toBe(21 + within.indexOf(Math.min(...within)));
    expect(tail.losses).toHaveLength(Math.min(40, (tail.best?.epoch ?? 0) + 3));
    const anneal = await run(engine, 'anneal:from=silu,to=0.3,use=mix', { patience: 1 });
    expect([anneal.losses.length, anneal.best?.epoch]).toEqual([40, 40]);
    const turns = await run(engine, 'alternate:from=silu,to=relu,every=1,unit=epoch', { patience: 2 });
    expect((turns.best?.epoch ?? 1) % 2).toBe(0);
    expect(turns.losses).toHaveLength(Math.min(40, (turns.best?.epoch ?? 0) + 4));
  });

  it('ends in the same bytes when it continues from any of its checkpoints', async () => {
    const engine = await loadEngine();
    const options = { patience: 2 };
    const whole = await run(engine, 'gumbel_stoch', options);
    for (const [index, bytes] of whole.checkpoints.entries()) {
      const continued = await run(engine, 'gumbel_stoch', { ...options, from: decodeCheckpoint(bytes) });
      expect(continued.losses).toEqual(whole.losses.slice(index + 1));
      expect(continued.end).toEqual(whole.end);
      expect(bytesOf(continued.best?.checkpoint)).toEqual(bytesOf(whole.best?.checkpoint));
    }
  });

  it('keeps the first of equal losses', async () => {
    // The learning rate is so small that the weights stay at their initial values.
    const { losses, best } = await run(await loadEngine(), 'silu', { patience: 4, learningRate: 1e-30 });
    expect(losses).toEqual(new Array(5).fill(losses[0]));
    expect(best?.epoch).toBe(1);
  });
});

describe('patience', () => {
  const [[, loadEngine = () => Promise.reject(new Error('no engine'))] = []] = engines;

  it('counts from a checkpoint without a best epoch, and without patience the one of a checkpoint is dropped', async () => {
    const engine = await loadEngine();
    const plain = await run(engine, 'relu', {});
    const from = decodeCheckpoint(plain.checkpoints[29] ?? new Uint8Array());
    const { best, losses } = await run(engine, 'relu', { patience: 100, from });
    const lowest = Math.min(...plain.losses.slice(30));
    expect([losses, best?.epoch]).toEqual([plain.losses.slice(30), plain.losses.indexOf(lowest, 30) + 1]);
    const early = await run(engine, 'relu', { patience: 100 });
    const continued = await run(engine, 'relu', { from: decodeCheckpoint(early.checkpoints[9] ?? new Uint8Array()) });
    expect(continued.end).toEqual(plain.end);
  });

  it.each([0, 1.5, Number.NaN])('refuses %d', async (patience) => {
    const engine = await loadEngine();
    expect(() => toyTraining(engine, 'relu', { patience })).toThrow('patience must be a whole number of at least 1');
  });
});
