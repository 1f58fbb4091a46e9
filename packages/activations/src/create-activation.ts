import { unknownName } from '@reluctant/errors';
import type { Activation } from './activation.js';
import { type ActivationName, activations, type NamedActivation } from './named-activations.js';

const isActivationName = (name: string): name is ActivationName => Object.hasOwn(activations, name);

/**
 * What is known under an activation's name.
 *
 * @throws ReluctantError for an unknown name, with the nearest one
 */
export function activationNamed(name: string): NamedActivation {
  if (isActivationName(name)) return activations[name];
  throw unknownName('activation', name, Object.keys(activations));
}

/**
 * An activation by its name, e.g. `createActivation('stoch', { share: 0.3, domain: 'negative' })`.
 *
 * @param options - checked by the activation's own schema; what is absent takes its default
 * @throws ReluctantError for an unknown name, with the nearest one, and for options that are unknown or out of range
 */
export function createActivation(name: string, options: unknown = {}): Activation {
  return activationNamed(name).create(options);
}
