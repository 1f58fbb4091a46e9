/** Metadata with keys of our own. @throws Error when a caller's key is one of them */
export function withReserved(
  reserved: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const key of Object.keys(extra)) {
    if (Object.hasOwn(reserved, key)) throw new Error(`metadata key '${key}' is taken by the file itself`);
  }
  return { ...reserved, ...extra };
}
