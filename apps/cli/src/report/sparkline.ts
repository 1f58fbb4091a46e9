const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Counts as a line of blocks of proportional heights. A count of 0 is a space; any other is at least the lowest block.
 */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? ' ' : (blocks[Math.max(0, Math.ceil((count / most) * blocks.length) - 1)] ?? '')))
    .join('');
}
