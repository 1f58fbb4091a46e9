import {
  type FeedForward,
  flatParameters,
  namedParameters,
  parameterLayout,
  type TrainedModel,
} from '@reluctant/model';
import { testUsage } from './test-share.js';

/** The model that a test other than `same` evaluates: the linear layers, without gates. */
export function modelUnderTest({ model: trained, parameters }: TrainedModel): TrainedModel {
  const model: FeedForward = { ...trained, activation: testUsage };
  const own = new Set(parameterLayout(model).slots.map((slot) => slot.name));
  const linear = [...namedParameters(trained, parameters)].filter(([name]) => own.has(name));
  return { model, parameters: flatParameters(model, new Map(linear)) };
}
