import { parseWith, unknownName } from '@reluctant/errors';
import * as z from 'zod';
import type { Setting } from './option-text.js';
import { parseOptionText } from './option-text.js';
import type { LearningRateSchedule } from './plan-learning-rates.js';

const warmup = z.number().min(0).lt(1);
const final = z.number().min(0).max(1);
const constant = z.strictObject({ name: z.literal('constant') });

/** Schemas of the schedules by name. */
const schemas: Readonly<Record<string, z.ZodType<LearningRateSchedule>>> = {
  constant,
  cosine: z.strictObject({ name: z.literal('cosine'), warmup: warmup.default(0), final: final.default(0) }),
};

/** Checks a complete {@link LearningRateSchedule} from a file or another machine; fills in no defaults. */
export const learningRateScheduleSchema: z.ZodType<LearningRateSchedule> = z.discriminatedUnion('name', [
  constant,
  z.strictObject({ name: z.literal('cosine'), warmup, final }),
]);

/**
 * Parses a learning-rate schedule, `cosine:warmup=0.05` or an object with a `name`, and fills in defaults.
 *
 * @throws ReluctantError for an unknown schedule (with the nearest name) or an invalid option
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
