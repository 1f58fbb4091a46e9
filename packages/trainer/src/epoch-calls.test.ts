import { initialiseParameters } from '@reluctant/model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Engine, EpochRequest, Program, TrainingState } from './engine.js';
import { startingState } from './engine.js';
import { parseStrategy } from './strategy/parse-strategy.js';
import { planShares } from './strategy/plan-shares.js';
import { engines } from './test-support/engines.js';
import { denseNet, toySplit } from './test-support/toy-problem.js';
import { toyTraining } from './test-support/trained.js';
import { defaultOptimiser } from './train-options.js';

const train = toySplit(157, 5, 1);
const steps = 10;
const batchSize = 16;

/** Replaces `performance.now` by a clock that advances by this many milliseconds at each call. */
function clockOf(milliseconds: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += milliseconds;
    return now;
  });
}

afterEach(() => vi.restoreAllMocks());

describe.each(engines)('calls of %s', (_, loadEngine) => {
  it.each([
    'switch:from=gumbel_stoch,to=relu,tail=0.4',
    'alternate:from=silu,to=learnable_stoch,every=3',
    'stoch',
    'dropout:rate=0.2',
  ])('two epochs of %s end in the same bits wherever they are divided', async (name) => {
    const engine = await loadEngine();
    const whole = await afterEpochs(engine, name, [steps]);
    for (const cuts of [[1, steps - 1], [3, 4, 3], Array.from({ length: steps }, () => 1)]) {
      expect(await afterEpochs(engine, name, cuts)).toEqual(whole);
    }
  });

  it('an abort within a long epoch takes effect after the current call and restores the state of the last row', async () => {
    const { engine, calls } = counted(await loadEngine());
    const controller = new AbortController();
    const reason = new Error('enough');
    // Each call appears to take long, so each has one step and the event loop runs after each.
    clockOf(60);
    const training = toyTraining(engine, 'stoch', { train, epochs: 3, signal: controller.signal });
    let last: TrainingState | undefined;
    const iterate = async () => {
      for await (const { epoch } of training) {
        last = await training.checkpoint();
        // Abort asynchronously within the next epoch, as a signal of the operating system does.
        if (epoch === 2) calls.onCall = (call) => call === 24 && setImmediate(() => controller.abort(reason));
      }
    };
    await expect(iterate()).rejects.toBe(reason);
    expect(calls.count).toBe(24);
    expect(await training.checkpoint()).toEqual(last);
    expect(last).toMatchObject({ epoch: 2, step: 20 });
    training.dispose();
  });

  it('an abort between the passes of an evaluation ends it', async () => {
    const controller = new AbortController();
    const training = toyTraining(await loadEngine(), 'stoch', { epochs: 1, signal: controller.signal });
    for await (const _ of training);
    clockOf(60);
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(training.evaluate({ passes: 1e9 })).rejects.toThrow('enough');
    training.dispose();
  });

  it('an epoch that takes less than 50 ms is one call', async () => {
    const { engine, calls } = counted(await loadEngine());
    clockOf(0);
    const training = toyTraining(engine, 'stoch', { train, epochs: 4 });
    const callsOfEpochs: number[] = [];
    for await (const _ of training) callsOfEpochs.push(calls.count);
    // Without earlier timings the first epoch takes three calls: of one step, of eight, and of the last one.
    expect(callsOfEpochs).toEqual([3, 4, 5, 6]);
    training.dispose();
  });

  it('a training cannot be saved or evaluated within an epoch, nor used after disposal', async () => {
    const { engine, calls } = counted(await loadEngine());
    const training = toyTraining(engine, 'stoch', { epochs: 1 });
    const within: Promise<unknown>[] = [];
    calls.onCall = () => within.push(training.checkpoint().catch(String), training.evaluate().catch(String));
    for await (const _ of training);
    expect(new Set(await Promise.all(within))).toEqual(
      new Set(['ReluctantError: epoch 1 is being trained: wait for its row']),
    );
    training[Symbol.dispose]();
    training.dispose();
    await expect(training.checkpoint()).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(training.evaluate()).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it('a program that was disposed of once or twice is in the wrong state', async () => {
    const program = await compiled(await loadEngine(), 'stoch');
    await program.readState();
    program[Symbol.dispose]();
    program.dispose();
    const uses = [
      () => program.readState(),
      () => program.evaluate({ set: 'validation', share: 1, firstStep: 0 }),
      () => program.trainEpoch(requestOf('stoch', 0)),
    ];
    for (const use of uses) {
      await expect((async () => use())()).rejects.toMatchObject({ code: 'wrong-state' });
    }
  });
});

interface Calls {
  count: number;
  onCall: (call: number) => unknown;
}

/** An engine whose calls to train are counted. */
function counted(engine: Engine): { readonly engine: Engine; readonly calls: Calls } {
  const calls: Calls = { count: 0, onCall: () => undefined };
  return {
    calls,
    engine: {
      ...{ name: engine.name, build: engine.build },
      async compile(spec) {
        const program = await engine.compile(spec);
        const trainEpoch = program.trainEpoch.bind(program);
        program.trainEpoch = (request) => {
          calls.count++;
          calls.onCall(calls.count);
          return trainEpoch(request);
        };
        return program;
      },
    },
  };
}

async function compiled(engine: Engine, name: string): Promise<Program> {
  const model = { ...denseNet(5, 4, 4, 2), activation: parseStrategy(name).usage };
  const key = { seed: 1, run: 2 };
  const program = await engine.compile({
    ...{ model, batchSize, optimiser: defaultOptimiser, l1: 0.01, key, train },
    dropout: parseStrategy(name).dropout ?? 0,
    sets: { validation: train },
  });
  program.writeState(startingState(initialiseParameters(model, key)));
  return program;
}

/** The steps of one of two epochs. */
function requestOf(name: string, epoch: number): EpochRequest {
  const plan = planShares(parseStrategy(name).schedule, { epochs: 2, stepsPerEpoch: steps });
  return {
    rows: Uint32Array.from({ length: train.rows }, (_, row) => (row * 7 + epoch) % train.rows),
    share: plan.share.subarray(epoch * steps, (epoch + 1) * steps),
    domainAll: plan.domainAll.subarray(epoch * steps, (epoch + 1) * steps),
    learningRate: Float64Array.from({ length: steps }, (_, step) => 0.01 / (1 + step)),
  };
}

/** State and losses after two epochs of calls of these many steps. */
async function afterEpochs(engine: Engine, name: string, cuts: readonly number[]): Promise<unknown> {
  const program = await compiled(engine, name);
  const losses: number[] = [];
  for (const epoch of [0, 1]) {
    const { rows, share, domainAll, learningRate } = requestOf(name, epoch);
    let first = 0;
    for (const count of cuts) {
      const last = first + count;
      losses.push(
        ...(await program.trainEpoch({
          rows: rows.subarray(first * batchSize, last * batchSize),
          share: share.subarray(first, last),
          ...(domainAll && { domainAll: domainAll.subarray(first, last) }),
          learningRate: learningRate.subarray(first, last),
        })),
      );
      first = last;
    }
  }
  const state = await program.readState();
  program.dispose();
  return { losses, state };
}
