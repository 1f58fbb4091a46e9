import { afterEach, expect, test, vi } from 'vitest';
import { EpochNotes } from './epoch-notes.js';

afterEach(() => vi.restoreAllMocks());

test('a line a second with the time left; the last epoch has a line, which has none', () => {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const said: string[] = [];
  const notes = new EpochNotes(10, (sentence) => said.push(sentence));
  const row = { train_loss: 0.5, val_loss: 0.25, val_accuracy: 0.75, sparsity: 0.5 };
  for (const [epoch, at] of [
    [1, 500],
    [2, 1000],
    [3, 1500],
    [10, 1600],
  ] as const) {
    time = at;
    notes.tell({ ...row, epoch } as never);
  }
  expect(said).toEqual([
    'epoch 2 of 10: loss 0.500, accuracy 0.7500, zeros 50.0 %, 4 s left',
    'epoch 10 of 10: loss 0.500, accuracy 0.7500, zeros 50.0 %',
  ]);
});
