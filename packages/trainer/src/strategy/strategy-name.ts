import { isPrintable } from '@reluctant/errors';

/**
 * What is wrong with a name of a strategy, to follow "must"; undefined if nothing is.
 *
 * Names stand in tables, legends and file names, and are keys of objects in JSON and in charts, where a name that every
 * object has (`constructor`, `__proto__`) is lost or means something else.
 */
export function strategyNameFault(name: string): string | undefined {
  if (name === '') return 'not be empty';
  if (!isPrintable(name)) return 'have no control characters';
  if (name in Object.prototype) return 'not be the name of a property that every JavaScript object has';
  return undefined;
}
