import type { Config } from 'vega-lite';

/** Fonts of all charts: the font used for PNGs first, then common browser fonts. */
export const fontFamily = 'DejaVu Sans, Verdana, Helvetica, Arial, sans-serif';

/** Colour of axes, reference lines and titles; contrast at least 10:1 on white. */
export const inkColor = '#333333';

/** Colour of grid lines. */
export const gridColor = '#e4e4e4';

/** Smallest text in any chart, in pixels at scale 1. */
const smallest = 12;

/** Size of the plotting area of a chart with one panel, in pixels. */
export const panelSize: { readonly width: number; readonly height: number } = { width: 600, height: 340 };

const config: Config = {
  font: fontFamily,
  // An explicit white background keeps dark text legible on pages in dark mode.
  background: '#ffffff',
  padding: 12,
  view: { stroke: '#cccccc' },
  title: {
    anchor: 'start',
    fontSize: 17,
    subtitleFontSize: 13,
    color: '#111111',
    subtitleColor: '#555555',
    offset: 10,
    subtitlePadding: 4,
  },
  axis: {
    labelFontSize: smallest + 1,
    titleFontSize: smallest + 2,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelColor: inkColor,
    titleColor: '#111111',
    gridColor,
    domainColor: '#888888',
    tickColor: '#888888',
    labelLimit: 0,
    titleLimit: 0,
    // By default labels longer than 200 pixels would run through the title.
    maxExtent: 10_000,
  },
  legend: {
    labelFontSize: smallest + 1,
    titleFontSize: smallest + 1,
    titleFontWeight: 'normal',
    labelColor: inkColor,
    titleColor: '#555555',
    labelLimit: 0,
    titleLimit: 0,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    rowPadding: 5,
  },
  header: {
    labelFontSize: smallest + 2,
    titleFontSize: smallest + 2,
    labelColor: '#111111',
    titleFontWeight: 'normal',
    labelLimit: 0,
    titleLimit: 0,
  },
};

/** The common configuration of all charts: schema, title, fonts and colours, without truncated labels. */
export function chartFrame(
  title: string,
  subtitle: string | readonly string[],
): {
  readonly $schema: string;
  readonly description: string;
  readonly title: { readonly text: string; readonly subtitle?: string[] };
  readonly config: Config;
} {
  const lines = [subtitle].flat().filter((line) => line !== '');
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: [title, ...lines].join('. '),
    title: { text: title, ...(lines.length > 0 && { subtitle: lines }) },
    config,
  };
}
