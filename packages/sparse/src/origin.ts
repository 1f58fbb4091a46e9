import { printable, ReluctantError } from '@reluctant/errors';
import type { ModelSource } from './model-source.js';

/** What a session was created from, for messages: its path or address, or that it was bytes. */
export function originOf(source: ModelSource): string {
  return source instanceof Uint8Array ? 'the model given as bytes' : printable(String(source));
}

/**
 * An error of a call with the model in front: a service has several. Other errors than the packages' stay as they are.
 */
export function inModel(error: unknown, origin: string): unknown {
  if (!ReluctantError.isInstance(error)) return error;
  const { code, path, expected, received, kind, sentence } = error;
  const known = expected === undefined ? {} : { expected };
  return new ReluctantError(code, [`${origin}: `, ...sentence], {
    path,
    ...known,
    received,
    kind,
    cause: error.cause ?? error,
  });
}
