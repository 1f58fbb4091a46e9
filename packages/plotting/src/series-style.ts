/** The style of one series in every chart. Series never differ by colour alone. */
export interface SeriesStyle {
  readonly name: string;
  /** CSS colour, contrast at least 3:1 against white (WCAG 2.2, non-text contrast). */
  readonly color: string;
  /** Lengths of strokes and gaps in pixels; [1, 0] is a solid line. */
  readonly dash: number[];
  /** Vega shape of its markers. */
  readonly shape: string;
}

/**
 * Colours by position. The first five are of Okabe and Ito's palette (black, blue, bluish green, reddish purple,
 * vermillion), black and purple shifted and darkened to keep 3:1 against white; the rest maximise the distance from
 * them.
 */
const colors = [
  '#222222',
  '#0072B2',
  '#009E73',
  '#A8327E',
  '#D55E00',
  '#3D9BD1',
  '#6B3E14',
  '#5B3FA0',
  '#A88600',
  '#7A7A7A',
] as const;

/** Dash patterns by position. */
export const dashes: readonly number[][] = [
  [1, 0],
  [8, 3],
  [2, 2],
  [10, 3, 2, 3],
  [5, 2],
];

/** Vega marker shapes by position. */
export const shapes: readonly string[] = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
];

/** The post's activations, with the same style in every chart. */
const named = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'] as const;

/** Style number `position`; positions below 350 differ in colour, dash or shape. */
function styleAt(name: string, position: number): SeriesStyle {
  const round = Math.floor(position / colors.length);
  return {
    name,
    color: colors[position % colors.length] ?? colors[0],
    // Shifted by one at each repetition of the colours, so that two series of one colour never share a dash.
    dash: [...(dashes[(position + round) % dashes.length] ?? [1, 0])],
    shape: shapes[position % shapes.length] ?? 'circle',
  };
}

/**
 * Styles for strategies without a fixed one: unassigned styles first, then those of absent activations, then repeated
 * colours.
 */
function* freePositions(present: ReadonlySet<string>): Generator<number, never> {
  for (let position: number = named.length; position < colors.length; position++) yield position;
  for (const [position, name] of named.entries()) {
    if (!present.has(name)) yield position;
  }
  for (let position: number = colors.length; ; position++) yield position;
}

/**
 * Colour, dash and marker of each strategy. The five named activations have fixed ones; other names get free styles in
 * alphabetical order, so that the same set of strategies has the same styles in every chart, independent of the order
 * of rows. Pass all strategies of a study, also to a chart that shows only some of them.
 *
 * @param names - repetitions are ignored
 * @returns one style per distinct name: the five in the order relu, silu, stoch, learnable_stoch, gumbel_stoch, then
 * the others
 */
export function seriesStyles(names: Iterable<string>): SeriesStyle[] {
  const distinct = new Set(names);
  const known = named.flatMap((name, position) => (distinct.has(name) ? [styleAt(name, position)] : []));
  const others = [...distinct].filter((name) => !(named as readonly string[]).includes(name)).sort();
  const free = freePositions(distinct);
  return [...known, ...others.map((name) => styleAt(name, free.next().value))];
}

/** Style of one strategy among all of them. */
export function styleOf(name: string, strategies: Iterable<string>): SeriesStyle {
  return seriesStyles([...strategies, name]).find((style) => style.name === name) ?? styleAt(name, 0);
}
