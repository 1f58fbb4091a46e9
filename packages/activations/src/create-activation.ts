import { unknownName } from '@reluctant/errors';
import type { Activation } from './activation.js';
import { type ActivationName, activations, type NamedActivation } from './named-activations.js';
import type { ActivationOptions } from './options.js';

const isActivationName = (name: string): name is ActivationName => Object.hasOwn(activations, name);

/**
 * The entry of an activation's name.
 *
 * @throws ReluctantError for an unknown name, with the nearest one
 */
export function activationNamed(name: string): NamedActivation {
  if (isActivationName(name)) return activations[name];
  throw unknownName('activation', name, Object.keys(activations));
}

/**
 * An activation by its name, e.g. `createActivation('stoch', { share: 0.3, domain: 'negative' })`. For a name known
 * only at run time, see {@link parseActivation}.
 *
 * @param options - options of this activation, also checked at run time; absent options take their defaults
 * @throws ReluctantError for an unknown name, with the nearest one, and for options that are unknown or out of range
 */
export function createActivation<Name extends ActivationName>(
  name: Name,
  options?: ActivationOptions[Name],
): Activation {
  return parseActivation(name, options);
}

/**
 * {@link createActivation} for a name and options from external input, e.g. from a file.
 *
 * @param options - checked by the activation's own schema; absent options take their defaults
 * @throws ReluctantError for an unknown name, with the nearest one, and for options that are unknown or out of range
 */
export function parseActivation(name: string, options: unknown = {}): Activation {
  return activationNamed(name).create(options);
}
