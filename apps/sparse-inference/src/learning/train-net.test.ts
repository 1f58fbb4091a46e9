import { parseStrategy } from '@reluctant/trainer';
import { expect, test } from 'vitest';
import { smallPrepared, smallRules } from '../testing/small-table.js';
import { answerRows, rowLosses } from './answer-rows.js';
import { countZeros } from './count-zeros.js';
import { trainNet } from './train-net.js';

const small = { width: 12, n_layers: 2, lr: 0.01, l1: 0.05, weight_decay: 0 };
const soft = parseStrategy('switch:from=silu,to=relu,tail=0.5');

test.each(['weather', 'humidity'] as const)(
  'the best epoch of %s is that with the lowest loss after the switch',
  async (target) => {
    const prepared = smallPrepared(target);
    const { best, rows, checkpoint } = await trainNet(prepared, soft, small, smallRules);
    expect(rows).toHaveLength(9);
    const deployed = rows.filter(({ share }) => share === 1);
    expect(deployed.length).toBeLessThan(9);
    expect(best.val_loss).toBe(Math.min(...deployed.map(({ val_loss }) => val_loss)));
    expect(checkpoint).toMatchObject({ epoch: best.epoch, inForce: { share: 1 } });
    // The weights are those of the best epoch: they give its loss again, within the rounding of float32.
    const losses = rowLosses(
      prepared,
      'validation',
      await answerRows(prepared, 'validation', checkpoint, smallRules.engine),
    );
    const unit = prepared.task === 'regression' ? prepared.target.scale ** 2 : 1;
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length / unit;
    expect(Math.abs(mean - best.val_loss)).toBeLessThan(1e-5);
    const zeros = await countZeros(prepared, checkpoint, smallRules.engine);
    expect(zeros).toHaveLength(2);
    for (const share of zeros) expect(share).toBeGreaterThan(0);
  },
);

test('patience counts from the first epoch that can be deployed', async () => {
  const prepared = smallPrepared('weather');
  const rising = { ...small, lr: 1 };
  const { rows, best } = await trainNet(prepared, soft, rising, { ...smallRules, epochs: 40, patience: 2 });
  expect(best.epoch).toBeGreaterThanOrEqual(20);
  expect(rows.at(-1)?.epoch).toBe(Math.min(40, best.epoch + 2));
});

test('a net without hidden layers is a linear model, without zeros to count', async () => {
  const prepared = smallPrepared('humidity');
  const linear = { width: 0, n_layers: 0, lr: 0.03, l1: 0, weight_decay: 0 };
  const { checkpoint, best } = await trainNet(prepared, parseStrategy('relu'), linear, { ...smallRules, epochs: 60 });
  expect(checkpoint.model.layers).toEqual([{ kind: 'dense', out: 1 }]);
  expect(best.val_loss).toBeLessThan(0.15);
  expect(await countZeros(prepared, checkpoint, smallRules.engine)).toEqual([]);
});
