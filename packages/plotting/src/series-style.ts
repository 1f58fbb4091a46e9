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
 * vermillion), black and purple shifted and darkened to keep 3:1 against white. The rest were found by maximising the
 * smallest OKLab distance of any two colours, as seen without one kind of cone, and half of it with all. They are in
 * the order in which colours that are closest differ in dash and marker.
 */
const colors = [
  '#222222',
  '#0072B2',
  '#009E73',
  '#A8327E',
  '#D55E00',
  '#A986C3',
  '#744600',
  '#E532FF',
  '#650053',
  '#6D0ABC',
  '#0A01F4',
  '#050B87',
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
const named: readonly string[] = ['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch'];

/** Style number `position`; positions below 420 differ in colour, dash or shape. */
function styleAt(name: string, position: number): SeriesStyle {
  const round = Math.floor(position / colors.length);
  return {
    name,
    color: colors[position % colors.length] ?? colors[0],
    // Shifted at each repetition of the colours, so that two series of one colour share neither dash nor marker.
    dash: [...(dashes[(position + round) % dashes.length] ?? [1, 0])],
    shape: shapes[(position + round) % shapes.length] ?? 'circle',
  };
}

/**
 * Colour, dash and marker of each strategy. The five named activations have fixed ones. Any other name has a preferred
 * one among the seven colours left, computed from the name alone, so that a strategy looks the same in different
 * studies; of two names with the same preference the first in alphabetical order has it. Up to twelve strategies have
 * twelve colours. The same set of strategies has the same styles in every chart, whatever its order: pass all
 * strategies of a study, also to a chart that shows only some of them.
 *
 * @param names - repetitions are ignored
 * @returns one style per distinct name, in the order of the names
 */
export function seriesStyles(names: Iterable<string>): SeriesStyle[] {
  const distinct = [...new Set(names)];
  const positions = positionsOf(distinct);
  return distinct.map((name) => styleAt(name, positions.get(name) ?? 0));
}

/** Styles in the order of the palette, whose first colours are furthest apart, for series that are no strategies. */
export function orderedStyles(names: Iterable<string>): SeriesStyle[] {
  return [...new Set(names)].map(styleAt);
}

/** Style of one strategy among all of them. */
export function styleOf(name: string, strategies: Iterable<string>): SeriesStyle {
  return seriesStyles([...strategies, name]).find((style) => style.name === name) ?? styleAt(name, 0);
}

/** The position of the style of each of distinct names. */
function positionsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  const present = new Set(names);
  const taken = new Set<number>();
  const give = (name: string, position: number): void => {
    positions.set(name, position);
    taken.add(position);
  };
  for (const [position, name] of named.entries()) if (present.has(name)) give(name, position);
  const others = names.filter((name) => !named.includes(name)).sort();
  for (const name of others) {
    const preferred = named.length + preferredPosition(name, colors.length - named.length);
    if (!taken.has(preferred)) give(name, preferred);
  }
  const free = freePositions(taken);
  for (const name of others) if (!positions.has(name)) give(name, free.next().value);
  return positions;
}

/** Unassigned colours first, then those of absent activations, then repeated colours. */
function* freePositions(taken: ReadonlySet<number>): Generator<number, never> {
  const order = [...colors.keys()];
  for (const position of [...order.slice(named.length), ...order.slice(0, named.length)]) {
    if (!taken.has(position)) yield position;
  }
  for (let position: number = colors.length; ; position++) yield position;
}

/**
 * A position below `count` that depends on the name alone: its FNV-1a hash (32 bits, of UTF-16 code units; RFC 9923)
 * modulo `count`.
 */
function preferredPosition(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % count;
}
