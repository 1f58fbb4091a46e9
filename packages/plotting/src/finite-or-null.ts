/** Maps NaN, infinities and undefined to null, for JSON and CSV. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
