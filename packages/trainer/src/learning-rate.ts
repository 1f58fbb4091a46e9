import * as z from 'zod';
import { checkedOptions, didYouMean } from './checked-options.js';
import { OptionError } from './option-error.js';
import { parseOptionText } from './option-text.js';
import { type Setting, settingSchema } from './setting-schema.js';

/** The learning rate over the steps of a training. It knows nothing of strategies: it runs on over a switch. */
export type LearningRateSchedule = ConstantLearningRate | CosineLearningRate;

/** The same at every step. */
export interface ConstantLearningRate {
  readonly name: 'constant';
}

/**
 * Linear warm-up, then half a cosine (Loshchilov & Hutter 2017, without restarts). With N steps and W = round(warmup·N):
 * peak·(s+1)/W for s < W, then peak·(final + (1 − final)·(1 + cos πx)/2), x = (s − W)/(N − 1 − W).
 */
export interface CosineLearningRate {
  readonly name: 'cosine';
  /** Share of the steps that warm up, in [0, 1). Default 0. */
  readonly warmup: number;
  /** The last learning rate as a share of the peak, in [0, 1]. Default 0. */
  readonly final: number;
}

const schemas: Readonly<Record<string, z.ZodType<LearningRateSchedule>>> = {
  constant: z.strictObject({ name: z.literal('constant') }),
  cosine: z.strictObject({
    name: z.literal('cosine'),
    warmup: z.number().min(0).lt(1).default(0),
    final: z.number().min(0).max(1).default(0),
  }),
};

/**
 * A learning-rate schedule from how it is written, `cosine:warmup=0.05` or an object with a `name`; defaults filled in.
 *
 * @throws OptionError in one sentence for an unknown schedule (with the nearest name) or a bad option
 */
export function parseLearningRateSchedule(setting: Setting): LearningRateSchedule {
  const input = typeof setting === 'string' ? parseOptionText(setting) : setting;
  const name = String(input.name);
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) {
    throw new OptionError(`there is no learning-rate schedule '${name}'${didYouMean(name, Object.keys(schemas))}`);
  }
  return checkedOptions(name, schema, input);
}

/** One schema for both ways of writing a schedule. */
export const learningRateSchema: z.ZodType<LearningRateSchedule, Setting> = settingSchema(parseLearningRateSchedule);

/**
 * The learning rate at each of `steps` steps.
 *
 * @param peak - the largest learning rate
 */
export function planLearningRates(schedule: LearningRateSchedule, peak: number, steps: number): Float64Array {
  const rates = new Float64Array(steps).fill(peak);
  if (schedule.name === 'constant') return rates;
  const { warmup, final } = schedule;
  const warm = Math.round(warmup * steps);
  return rates.map((_, step) => {
    if (step < warm) return (peak * (step + 1)) / warm;
    const after = steps - 1 - warm;
    const x = after === 0 ? 1 : (step - warm) / after;
    return peak * (final + ((1 - final) * (1 + Math.cos(Math.PI * x))) / 2);
  });
}
