import { expectAllClose } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { learningRateScheduleSchema, parseLearningRateSchedule } from './learning-rate.js';
import { planLearningRates } from './plan-learning-rates.js';

describe('learning-rate schedules', () => {
  it('constant is the peak at every step', () => {
    expect([...planLearningRates(parseLearningRateSchedule('constant'), 0.01, 3)]).toEqual([0.01, 0.01, 0.01]);
  });

  it('cosine warms up linearly, reaches the peak and ends at the final share of it', () => {
    const schedule = parseLearningRateSchedule('cosine:warmup=0.4,final=0.1');
    const rates = planLearningRates(schedule, 2, 10);
    const cosine = [0, 1, 2, 3, 4, 5].map((k) => 2 * (0.1 + (0.9 * (1 + Math.cos((Math.PI * k) / 5))) / 2));
    expectAllClose(rates, [0.5, 1, 1.5, 2, ...cosine], { relative: 1e-15 });
    expect(rates[4]).toBe(2);
    expect(rates[9]).toBeCloseTo(0.2, 15);
  });

  it('reads objects, fills in defaults', () => {
    const cosine = parseLearningRateSchedule({ name: 'cosine' });
    expect(cosine).toEqual({ name: 'cosine', warmup: 0, final: 0 });
    expect(learningRateScheduleSchema.parse(cosine)).toEqual(cosine);
    expect(learningRateScheduleSchema.safeParse({ name: 'cosine' }).success).toBe(false);
    expect([...planLearningRates(parseLearningRateSchedule('cosine'), 1, 1)]).toEqual([0]);
  });

  it.each([
    ['cosin', "there is no learning-rate schedule 'cosin'; did you mean 'cosine'?"],
    ['cosine:warmup=1', "option 'warmup' of cosine must be below 1, got 1"],
    ['cosine:warm=0.1', "cosine: there is no option 'warm'; did you mean 'warmup'?"],
  ])('refuses %s in one sentence', (text, sentence) => {
    expect(() => parseLearningRateSchedule(text)).toThrow(sentence);
  });
});
