/** A direction in which a measure is better. */
export type Preference = 'more' | 'less';

/**
 * The points that no other point beats: none is at least as good in both measures and better in one. In ascending order
 * of x; of equal points the first one.
 */
export function paretoFront<Point extends { readonly x: number; readonly y: number }>(
  points: readonly Point[],
  better: { readonly x: Preference; readonly y: Preference },
): Point[] {
  const gain = ({ x, y }: Point) => ({ x: better.x === 'more' ? x : -x, y: better.y === 'more' ? y : -y });
  const ordered = points
    .map((point) => ({ point, ...gain(point) }))
    .sort((a, b) => (a.x === b.x ? b.y - a.y : b.x - a.x));
  const front: Point[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const { point, y } of ordered) {
    if (y <= best) continue;
    best = y;
    front.push(point);
  }
  return better.x === 'more' ? front.reverse() : front;
}
