import { optionCheck } from '@reluctant/errors';
import type { ReliabilityBin } from '@reluctant/metrics';
import type { Chart } from './chart.js';
import { chartFrame, panelSize } from './chart-frame.js';
import { chartOf } from './chart-of.js';
import { axisEncoding, lineLayers, referenceStyles } from './line-layers.js';
import { seriesStyles } from './series-style.js';

/** The bins of one strategy. */
export interface ReliabilityCurve {
  readonly name: string;
  /** From `reliabilityBins` of `@reluctant/metrics`. */
  readonly bins: readonly ReliabilityBin[];
}

const perfect = 'perfect calibration';

/** Options of {@link reliabilityDiagram}. */
export interface ReliabilityDiagramOptions {
  /** Default `Reliability`. */
  readonly title?: string;
  readonly subtitle?: string;
  /** All names that get colours, for consistent colours across charts; default: those of the curves. */
  readonly strategies?: readonly string[];
}

const checkOptions = optionCheck<ReliabilityDiagramOptions>('reliabilityDiagram', {
  title: true,
  subtitle: true,
  strategies: true,
});

/**
 * Reliability diagram (Guo et al., arXiv 1706.04599): accuracy against mean confidence of each bin, with the diagonal
 * of perfect calibration, above a histogram of the share of rows in each bin. Empty bins have no point.
 *
 * Rows of the chart: series, reference, low, high (limits of the bin), count, share, x (confidence), y (accuracy).
 */
export function reliabilityDiagram(
  curves: readonly ReliabilityCurve[],
  options: ReliabilityDiagramOptions = {},
): Chart {
  checkOptions(options);
  const names = curves.map(({ name }) => name);
  const bins = curves.flatMap(({ name, bins }) => filledBins(name, bins));
  const least = bins.reduce((a, { x, y }) => Math.min(a, x, y), 0.5);
  const domain = [Math.floor(least * 10) / 10, 1];
  const diagonal = domain.map((x) => ({
    series: perfect,
    reference: true,
    low: x,
    high: x,
    count: null,
    share: null,
    x,
    y: x,
  }));
  const styles = [
    ...seriesStyles(options.strategies ?? names).filter(({ name }) => names.includes(name)),
    ...referenceStyles([perfect]),
  ];
  const x = {
    ...axisEncoding('x', { title: 'confidence (mean of the bin)' }),
    scale: { domain, nice: false },
    axis: { tickCount: 6, format: '.1f' },
  };
  const layers = (field: string, title: string, scale: { domain?: number[]; zero?: boolean }) =>
    lineLayers({
      x,
      y: { ...axisEncoding(field, { title }), scale },
      styles,
      seriesTitle: 'strategy',
      bands: false,
    });
  return chartOf({
    ...chartFrame(options.title ?? 'Reliability', options.subtitle ?? 'below the diagonal: more confident than right'),
    data: { values: [...diagonal, ...bins] },
    vconcat: [
      { width: panelSize.width, height: 320, layer: layers('y', 'accuracy (share of rows right)', { domain }) },
      {
        width: panelSize.width,
        height: 110,
        transform: [{ filter: '!datum.reference' }],
        layer: layers('share', 'share of rows', { zero: true }),
      },
    ],
  });
}

function filledBins(series: string, bins: readonly ReliabilityBin[]) {
  const rows = bins.reduce((sum, { count }) => sum + count, 0);
  return bins
    .filter(({ count, confidence, accuracy }) => count > 0 && Number.isFinite(confidence) && Number.isFinite(accuracy))
    .map(({ low, high, count, confidence, accuracy }) => ({
      series,
      reference: false,
      low,
      high,
      count,
      share: count / rows,
      x: confidence,
      y: accuracy,
    }));
}
