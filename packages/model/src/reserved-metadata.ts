import { printable, ReluctantError } from '@reluctant/errors';

/**
 * Metadata with keys of our own.
 *
 * @param reserved - a key whose value is undefined is not written, and yet taken: it would be read back as ours
 * @throws ReluctantError when a caller's key is one of them
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
