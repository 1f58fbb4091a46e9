import { describe, type NameOption, ReluctantError } from '@reluctant/errors';

/**
 * An error of a library in the words of its caller: the options in its sentence have the names that the caller gave them, such as a
 * flag or a key in a file. What is no {@link ReluctantError} stays as it is.
 */
export function withOptionNames(error: unknown, nameOption: NameOption): unknown {
  if (!ReluctantError.isInstance(error)) return error;
  const { code, kind, path, expected, received } = error;
  return new ReluctantError(code, describe(error, nameOption), {
    ...{ kind, path, received, cause: error },
    ...(expected !== undefined && { expected }),
  });
}
