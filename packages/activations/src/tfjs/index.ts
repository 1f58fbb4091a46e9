export {
  type ActivationContext,
  type ActivationModule,
  defineActivation,
  loadActivationModule,
  type UserActivation,
} from './activation-module.js';
export { type ActivationInput, type ActivationOutput, applyActivation } from './apply-activation.js';
export type { GateTensors } from './gate-logit.js';
export {
  GumbelStochLayer,
  LearnableStochLayer,
  ReluLayer,
  SiluLayer,
  StochLayer,
  stochasticActivation,
} from './layers.js';
export {
  type ActivationOptionsOf,
  StochasticLayer,
  type StochasticLayerArgs,
  type StochasticLayerOptions,
} from './stochastic-layer.js';
export { type DestochastifyTarget, destochastify, type StochastifyOptions, stochastify } from './stochastify.js';
