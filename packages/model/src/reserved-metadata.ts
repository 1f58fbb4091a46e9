import { printable, ReluctantError } from '@reluctant/errors';

/** Metadata with keys of our own. @throws ReluctantError when a caller's key is one of them */
export function withReserved(
  reserved: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const key of Object.keys(extra)) {
    if (!Object.hasOwn(reserved, key)) continue;
    const message = `metadata key '${printable(key)}' is taken by the file itself`;
    throw new ReluctantError('invalid-argument', message, { path: ['metadata', key] });
  }
  return { ...reserved, ...extra };
}
