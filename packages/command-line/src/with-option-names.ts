import { describe, type NameOption, ReluctantError } from '@reluctant/errors';

/**
 * Rewrites the message of a library's error with the caller's names for the options, such as a flag or a key in a file. Errors
 * other than {@link ReluctantError} are returned unchanged.
 */
export function withOptionNames(error: unknown, nameOption: NameOption): unknown {
  if (!ReluctantError.isInstance(error)) return error;
  const { code, kind, path, expected, received } = error;
  return new ReluctantError(code, describe(error, nameOption), {
    ...{ kind, path, received, cause: error },
    ...(expected !== undefined && { expected }),
  });
}
