import { expect, test } from 'vitest';
import { LoopTurn } from './loop-turn.js';

/** Turns that end when the test says. */
function turns() {
  const waiting: (() => void)[] = [];
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  return {
    turn: new LoopTurn(next),
    async end() {
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('calls run at once until they have taken a millisecond; the one that exceeds it waits for the next turn', async () => {
  const { turn, end } = turns();
  expect(turn.spend(6e5, 6e5)).toBeUndefined();
  expect(turn.admits(6e5)).toBe(true);
  const answered = turn.spend(6e5, 6e5);
  expect(answered).toBeInstanceOf(Promise);
  expect(turn.admits(2e4)).toBe(false);
  await end();
  await answered;
  expect(turn.admits(6e5)).toBe(true);
  expect(turn.spend(6e5, 6e5)).toBeUndefined();
});

test('calls of more than four milliseconds never run on the calling thread', () => {
  const { turn } = turns();
  expect(turn.admits(3.9e6)).toBe(true);
  expect(turn.admits(4.1e6)).toBe(false);
});

test('on a machine half as fast as the estimate, calls of more than half as long are not admitted, until they are tried again', async () => {
  const { turn, end } = turns();
  for (let call = 0; call < 40; call++) {
    turn.spend(1e6, 2e6);
    await end();
  }
  expect(turn.admits(1.9e6)).toBe(true);
  expect(turn.admits(2.2e6)).toBe(false);
  for (let call = 0; call < 100; call++) turn.pass();
  expect(turn.admits(2.9e6)).toBe(true);
});

test('calls that are not timed count as long as they are expected to take', () => {
  const { turn } = turns();
  for (let call = 0; call < 33; call++) expect(turn.spend(3e4, undefined)).toBeUndefined();
  expect(turn.spend(3e4, undefined)).toBeInstanceOf(Promise);
});
