import type { EpochRow } from '@reluctant/metrics';
import {
  distinctFileName,
  gateSmallMultiples,
  heatMap,
  metricSmallMultiples,
  type NamedChart,
  StudyCurves,
} from '@reluctant/plotting';
import type { GridAxis, StudiesComparison } from '@reluctant/study';
import { drawnRows } from './drawn-rows.js';

/** A finished study with its label and rows. */
export interface LabelledStudy {
  readonly label: string;
  readonly rows: Iterable<EpochRow>;
  readonly summary: { readonly config: { readonly epochs: number } };
}

/** Largest number of panels in one chart. */
const mostPanels = 12;

/**
 * All charts of several studies by file name: heat maps of the compared quantity, of sparsity and of the gates. Up to
 * {@link mostPanels} studies also have their curves and gates as small multiples.
 *
 * @param axes - the swept settings; none for studies given to `compare`
 */
export function* studiesCharts(
  between: StudiesComparison,
  studies: readonly LabelledStudy[],
  axes: readonly GridAxis[] = [],
): Generator<NamedChart> {
  yield* heatMaps(between, axes);
  yield* multiples(between, studies);
}

function* heatMaps(between: StudiesComparison, axes: readonly GridAxis[]): Generator<NamedChart> {
  const { quantity, digits, strategies } = between;
  const maps = [
    ['heat_compared', 'compared', quantity, `.${digits}f`],
    ['heat_sparsity', 'sparsity', 'sparsity (share of exact zeros)', '.2f'],
    ['heat_gate', 'gate', 'mean share of ReLU of the gates', '.2f'],
  ] as const;
  for (const [name, field, title, format] of maps) {
    if (!strategies.some((strategy) => strategy[field].some((value) => value !== null))) continue;
    const places = placesOf(between, axes);
    const cells = strategies
      .filter((strategy) => strategy[field].some((value) => value !== null))
      .flatMap(({ strategy, [field]: values }) =>
        values.map((value, index) => ({
          ...places.cell(index, strategy),
          value: value?.mean ?? null,
          std: value?.std ?? null,
        })),
      );
    const chart = heatMap(cells, {
      title: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
      subtitle: 'mean ± sample standard deviation over runs, at the last epoch',
      xTitle: places.xTitle,
      yTitle: places.yTitle,
      valueTitle: title,
      format,
      columns: 2,
    });
    yield [name, chart];
  }
}

interface Places {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly cell: (
    study: number,
    strategy: string,
  ) => { readonly x: string | number; readonly y: string | number; readonly panel?: string };
}

/**
 * One swept setting: along x, strategies along y. Two: along x and y, a panel for each strategy. Otherwise studies
 * along x.
 */
function placesOf({ studies }: StudiesComparison, axes: readonly GridAxis[]): Places {
  const swept = (study: number, setting: string): string | number => {
    const value = studies[study]?.settings[setting];
    return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value ?? null);
  };
  const [first, second] = axes;
  if (axes.length === 1 && first !== undefined) {
    return {
      xTitle: first.setting,
      yTitle: 'strategy',
      cell: (study, strategy) => ({ x: swept(study, first.setting), y: strategy }),
    };
  }
  if (axes.length === 2 && first !== undefined && second !== undefined) {
    return {
      xTitle: second.setting,
      yTitle: first.setting,
      cell: (study, strategy) => ({
        x: swept(study, second.setting),
        y: swept(study, first.setting),
        panel: strategy,
      }),
    };
  }
  return {
    xTitle: 'study',
    yTitle: 'strategy',
    cell: (study, strategy) => ({ x: studies[study]?.label ?? '', y: strategy }),
  };
}

function* multiples({ strategies }: StudiesComparison, studies: readonly LabelledStudy[]): Generator<NamedChart> {
  if (studies.length > mostPanels) return;
  const names = strategies.map(({ strategy }) => strategy);
  const panels = studies.map(({ label, rows, summary: { config } }) => ({
    name: label,
    rows: new StudyCurves(drawnRows(rows, config.epochs), names),
  }));
  const loss = panels[0]?.rows.loss ?? 'cross_entropy';
  for (const metric of new Set(panels.flatMap(({ rows }) => rows.metrics))) {
    yield [`multiples_${metric}`, metricSmallMultiples(panels, { metric, loss, strategies: names })];
  }
  const taken = new Set<string>();
  for (const name of names) {
    if (!panels.some(({ rows }) => rows.gated.includes(name))) continue;
    yield [`multiples_gate_${distinctFileName(name, taken)}`, gateSmallMultiples(panels, name, { strategies: names })];
  }
}
