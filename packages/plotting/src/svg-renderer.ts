/// <reference lib="esnext.disposable" preserve="true" />
import { ReluctantError } from '@reluctant/errors';
import type { Spec } from 'vega';
import type { Chart, ChartRow } from './chart.js';
import { drawingError, normalSvg, renderSvg } from './render-svg.js';
import type { View } from './vega.js';

/** Parameters in which charts of one shape may differ apart from their rows, keyed by the view's signal. */
type Parameters = Readonly<Record<string, unknown>>;

/** The part of a layer used here. */
interface LayerParts {
  readonly encoding?: {
    readonly y?: { readonly title?: unknown; readonly scale?: Readonly<Record<string, unknown>> };
    readonly color?: { readonly scale?: { readonly range?: unknown } };
  };
}

/** The parts of a chart used here. */
interface ChartParts {
  readonly title: { readonly text: string; readonly subtitle?: readonly string[] };
  readonly layer?: readonly LayerParts[];
  readonly spec?: { readonly layer?: readonly LayerParts[] };
}

interface Shape {
  /** Equal for charts that can share a view. */
  readonly key: string;
  readonly parameters: Parameters;
}

/**
 * Draws charts one after the other, charts of one shape with one Vega view: updating rows, titles, y limits and colours
 * of a view is faster than parsing a specification and building a view. All metric charts of a study have one shape,
 * and so do its gate charts; other charts are drawn by `renderSvg`.
 *
 * The document equals that of `renderSvg`, byte by byte, whatever was drawn before. The views are kept
 * until the renderer is released: {@link release} it, or declare it with `await using`.
 */
export class SvgRenderer implements AsyncDisposable {
  readonly #views = new Map<string, View>();
  #turn: Promise<unknown> = Promise.resolve();
  #released = false;

  /**
   * Draws a chart as an SVG document; see `renderSvg`.
   *
   * @throws ReluctantError with Vega's message if the chart cannot be drawn, `wrong-state` if the renderer was released
   */
  async render(chart: Chart): Promise<string> {
    if (this.#released) throw new ReluctantError('wrong-state', 'the renderer was released');
    // Sequential even for concurrent calls: a view draws one chart at a time.
    const drawn = this.#turn.then(() => this.#draw(chart));
    this.#turn = drawn.catch(() => undefined);
    return drawn;
  }

  /** Releases the views once the requested charts are drawn. A second call has no effect. */
  async release(): Promise<void> {
    this.#released = true;
    await this.#turn;
    for (const view of this.#views.values()) view.finalize();
    this.#views.clear();
  }

  /** {@link release}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #draw(chart: Chart): Promise<string> {
    const shape = shapeOf(chart);
    if (shape === undefined) return renderSvg(chart);
    try {
      const view = this.#views.get(shape.key);
      if (view !== undefined) return await redraw(view, shape.parameters, chart.data.values);
      const made = await makeView(chart, shape.parameters);
      const svg = await redraw(made, {}, chart.data.values);
      this.#views.set(shape.key, made);
      return svg;
    } catch (error) {
      // The state of a view that failed is unknown, so it is dropped.
      this.#views.get(shape.key)?.finalize();
      this.#views.delete(shape.key);
      throw drawingError(error);
    }
  }
}

/** Shape and parameters of a chart that {@link SvgRenderer} can draw with a shared view; undefined for others. */
function shapeOf(chart: Chart): Shape | undefined {
  const parts = chart as unknown as ChartParts;
  const layers = parts.layer ?? parts.spec?.layer;
  const first = layers?.[0]?.encoding;
  if (layers === undefined || first?.y?.scale === undefined || first.color?.scale === undefined) return undefined;
  // With a facet the axis title is in the facet's header.
  const own = parts.layer !== undefined;
  const liftedOf = ({ encoding }: LayerParts) => ({
    y_title: own ? encoding?.y?.title : undefined,
    ...Object.fromEntries(scaleKeys.map((key) => [`y_${key}`, encoding?.y?.scale?.[key]])),
    colors: encoding?.color?.scale?.range,
  });
  const lifted = liftedOf({ encoding: first });
  if (layers.some((layer) => JSON.stringify(liftedOf(layer)) !== JSON.stringify(lifted))) return undefined;
  const parameters = Object.entries({ ...lifted, title: parts.title.text, subtitle: parts.title.subtitle }).filter(
    ([, value]) => value !== undefined,
  );
  const emptied = layers.map((layer) => withoutLifted(layer, own));
  const rest = own ? { ...chart, layer: emptied } : { ...chart, spec: { ...parts.spec, layer: emptied } };
  const key = [
    { ...rest, data: undefined, title: undefined, description: undefined },
    parameters.map(([name]) => name),
  ];
  return { key: JSON.stringify(key), parameters: Object.fromEntries(parameters) };
}

const scaleKeys = ['domain', 'nice', 'zero'] as const;

function withoutLifted({ encoding, ...layer }: LayerParts, own: boolean): unknown {
  const { domain: _, nice: __, zero: ___, ...scale } = encoding?.y?.scale ?? {};
  const { range: ____, ...color } = encoding?.color?.scale ?? {};
  return {
    ...layer,
    encoding: {
      ...encoding,
      y: { ...encoding?.y, scale, ...(own && { title: null }) },
      color: { ...encoding?.color, scale: color },
    },
  };
}

/** A view without rows whose parameters are signals. */
async function makeView(chart: Chart, parameters: Parameters): Promise<View> {
  const { compileSpec, createView } = await import('./vega.js');
  const template = { ...structuredClone({ ...chart, data: undefined }), data: { name: rowsName, values: [] } };
  const spec = compileSpec(template);
  return createView(withSignals(spec, parameters));
}

const rowsName = 'rows';

/** The specification with a signal in the place of each parameter. */
function withSignals(spec: Spec, parameters: Parameters): Spec {
  const signal = (name: string) => ({ signal: name });
  const among = (names: readonly (readonly [key: string, name: string])[]) =>
    Object.fromEntries(names.filter(([, name]) => name in parameters).map(([key, name]) => [key, signal(name)]));
  return {
    ...spec,
    signals: [...(spec.signals ?? []), ...Object.entries(parameters).map(([name, value]) => ({ name, value }))],
    title: Object.assign(
      {},
      spec.title,
      among([
        ['text', 'title'],
        ['subtitle', 'subtitle'],
      ]),
    ),
    scales: (spec.scales ?? []).map((scale) =>
      scale.name === 'y'
        ? Object.assign({}, scale, among(scaleKeys.map((key) => [key, `y_${key}`] as const)))
        : scale.name === 'color'
          ? Object.assign({}, scale, among([['range', 'colors']]))
          : scale,
    ),
    axes: (spec.axes ?? []).map((axis) =>
      axis.scale === 'y' && axis.title !== undefined ? Object.assign({}, axis, among([['title', 'y_title']])) : axis,
    ),
  };
}

async function redraw(view: View, parameters: Parameters, rows: readonly ChartRow[]): Promise<string> {
  for (const [name, value] of Object.entries(parameters)) view.signal(name, value);
  // Copies, because Vega marks its input rows and transforms modify them.
  view.data(
    rowsName,
    rows.map((row) => ({ ...row })),
  );
  // Remeasures the space for axes and titles.
  await view.resize().runAsync();
  sortAxes((view.scenegraph() as unknown as { readonly root: SceneItem }).root);
  return normalSvg(await view.toSVG());
}

/** The part of an item of Vega's scenegraph used here: a mark, which holds items, or a group, which holds marks. */
interface SceneItem {
  readonly role?: string;
  readonly items?: SceneItem[];
  readonly datum?: { readonly index?: number };
}

/**
 * Puts the items of axes in the order of their values. A view keeps those that the axes of two charts have in common
 * and appends the others, so that the order would depend on earlier charts.
 */
function sortAxes({ role = '', items = [] }: SceneItem): void {
  if (role.startsWith('axis-')) items.sort((a, b) => (a.datum?.index ?? 0) - (b.datum?.index ?? 0));
  for (const item of items) sortAxes(item);
}
