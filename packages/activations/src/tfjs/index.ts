export { type ActivationInput, type ActivationOutput, applyActivation } from './apply-activation.js';
export type { GateTensors } from './gate-logit.js';
