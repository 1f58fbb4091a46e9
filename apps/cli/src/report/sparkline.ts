const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Counts as a line of blocks whose heights are proportional to them; nothing is a space, and something is at least the lowest block. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? ' ' : (blocks[Math.max(0, Math.ceil((count / most) * blocks.length) - 1)] ?? '')))
    .join('');
}
