import { parseWith, unknownName } from '@reluctant/errors';
import * as z from 'zod';
import { parseOptionText } from './option-text.js';
import type { LearningRateSchedule } from './plan-learning-rates.js';
import type { Setting } from './setting.js';

const warmup = z.number().min(0).lt(1);
const final = z.number().min(0).max(1);
const constant = z.strictObject({ name: z.literal('constant') });

/** What may be written, by name. */
const schemas: Readonly<Record<string, z.ZodType<LearningRateSchedule>>> = {
  constant,
  cosine: z.strictObject({ name: z.literal('cosine'), warmup: warmup.default(0), final: final.default(0) }),
};

/** Checks a whole {@link LearningRateSchedule}, with nothing left to fill in: one that comes from a file or another machine. */
export const learningRateScheduleSchema: z.ZodType<LearningRateSchedule> = z.discriminatedUnion('name', [
  constant,
  z.strictObject({ name: z.literal('cosine'), warmup, final }),
]);

/**
 * A learning-rate schedule from how it is written, `cosine:warmup=0.05` or an object with a `name`; defaults filled in.
 *
 * @throws ReluctantError in one sentence for an unknown schedule (with the nearest name) or a bad option
 */
export function parseLearningRateSchedule(setting: Setting): LearningRateSchedule {
  const input = typeof setting === 'string' ? parseOptionText(setting) : setting;
  const name = String(input.name);
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) {
    throw unknownName('learning-rate schedule', name, Object.keys(schemas));
  }
  return parseWith(schema, input, { owner: name });
}
