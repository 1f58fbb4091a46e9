import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Metadata together with the reserved keys.
 *
 * @param reserved - a key with value undefined is not written but still reserved, because readers would interpret it
 * @throws ReluctantError if `metadata` has a reserved key
 */
export function withReserved(
  reserved: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const key of Object.keys(extra)) {
    if (!Object.hasOwn(reserved, key)) continue;
    const message = `metadata key '${printable(key)}' is taken by the file itself`;
    throw new ReluctantError('invalid-argument', message, { path: ['metadata', key] });
  }
  const written = Object.entries(reserved).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return { ...Object.fromEntries(written), ...extra };
}
