/** What JSON and CSV can hold: null for NaN, infinities and nothing. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
