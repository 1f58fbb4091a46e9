import { expect, it } from 'vitest';
import type { RuntimeHandle } from '../runtime-handle.js';
import { movingRuntime } from './moving-runtime.js';

/** A session that answers `name` in an immediate, as onnxruntime-node does, after `cost` milliseconds of a clock. */
function fakeRuntime(name: string, clock: { time: number; cost: number }, log: string[]): RuntimeHandle {
  return {
    ...{ inputNames: [], outputNames: [], inputMetadata: [], outputMetadata: [] },
    run: (_, [call = '']) =>
      new Promise((resolve) => {
        setImmediate(() => {
          clock.time += clock.cost;
          log.push(`${name} ${call}`);
          resolve({});
        });
      }),
    async release() {
      log.push(`${name} released`);
    },
  };
}

interface Started {
  readonly log: string[];
  readonly clock: { time: number; cost: number };
  readonly handle: RuntimeHandle;
  readonly opened: () => void;
}

function start(there: boolean): Started {
  const log: string[] = [];
  const clock = { time: 0, cost: 0 };
  const thread = fakeRuntime('thread', clock, log);
  let opened = (): void => undefined;
  const opening = new Promise<RuntimeHandle | undefined>((resolve) => {
    opened = () => resolve(there ? thread : undefined);
  });
  const handle = movingRuntime(fakeRuntime('here', clock, log), { now: () => clock.time, open: () => opening });
  return { log, clock, handle, opened };
}

const run = (handle: RuntimeHandle, call: string): Promise<unknown> => handle.run({}, [call], {});

it('stays on the calling thread while calls are short, after a long first one too', async () => {
  const { log, clock, handle, opened } = start(true);
  opened();
  for (const [call, cost] of [5, 0.5, 5, 0.9].entries()) {
    clock.cost = cost;
    await run(handle, `${call}`);
  }
  // Waiting for one another is no time of their own.
  clock.cost = 0.9;
  await Promise.all(['a', 'b', 'c', 'd'].map((call) => run(handle, call)));
  await handle.release();
  expect(log).toEqual([...[0, 1, 2, 3, 'a', 'b', 'c', 'd'].map((call) => `here ${call}`), 'here released']);
});

it.each([
  [2, 2],
  [11, 1],
])('moves after calls of %s ms: %s of them; keeps the order of calls, and answers meanwhile', async (cost, calls) => {
  const { log, clock, handle, opened } = start(true);
  clock.cost = cost;
  for (let call = 0; call < calls; call++) await run(handle, `${call}`);
  // The thread is not open yet.
  await run(handle, 'meanwhile');
  const before = run(handle, 'before');
  opened();
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([before, run(handle, 'x'), run(handle, 'y')]);
  await run(handle, 'z');
  await handle.release();
  const here = [...Array.from({ length: calls }, (_, call) => `here ${call}`), 'here meanwhile', 'here before'];
  expect(log).toEqual([...here, 'here released', 'thread x', 'thread y', 'thread z', 'thread released']);
});

it('stays where no thread can be had', async () => {
  const { log, clock, handle, opened } = start(false);
  clock.cost = 50;
  await run(handle, '0');
  opened();
  await run(handle, '1');
  await handle.release();
  expect(log).toEqual(['here 0', 'here 1', 'here released']);
});
