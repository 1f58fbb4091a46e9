import type { PositionField } from './spec-types.js';

/**
 * Encoding of the field `epoch`: whole numbers from the first to the last epoch, without empty margins, with about
 * `tickCount` ticks.
 */
export function epochEncoding(epochs: readonly number[], tickCount = 10): PositionField {
  const [first, last] = extent(epochs);
  const domain = first === last ? [first - 1, last + 1] : [first, last];
  return {
    field: 'epoch',
    type: 'quantitative',
    title: 'epoch',
    scale: { domain, nice: false, zero: false },
    axis: { tickCount, tickMinStep: 1, format: 'd' },
  };
}

const markersPerLine = 8;

/**
 * Vega expression for the rows with a marker: at regular epochs, offset between lines so that markers do not overlap.
 *
 * @param field - the field that distinguishes the lines, and its values in `lines`
 */
export function epochMarkers(epochs: readonly number[], field: string, lines: readonly string[]): string {
  const [first, last] = extent(epochs);
  const step = Math.max(1, Math.ceil((last - first + 1) / markersPerLine));
  const offsets = lines.map((line, rank) => [line, Math.floor(((rank + 0.5) * step) / lines.length)]);
  return `(datum.epoch - ${first}) % ${step} === ${JSON.stringify(Object.fromEntries(offsets))}[datum.${field}]`;
}

/** Smallest and largest epoch; [0, 1] without rows. */
function extent(epochs: readonly number[]): readonly [number, number] {
  if (epochs.length === 0) return [0, 1];
  return [epochs.reduce((a, b) => Math.min(a, b)), epochs.reduce((a, b) => Math.max(a, b))];
}
