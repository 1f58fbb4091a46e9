/** A number in prose that no stored result stands behind. */
export interface UnmarkedFigure {
  /** The number with its unit, e.g. `0.372`, `45 %`. */
  readonly figure: string;
  /** What stands around it, on one line. */
  readonly context: string;
}

/** Prose that may hold figures by hand, and why. */
export interface AllowedFigure {
  /** Path from the root of the repository. */
  readonly file: string;
  /** The words with the figure, exactly as they stand, line breaks as spaces. */
  readonly text: string;
  /** Why no stored result stands behind it. */
  readonly reason: string;
}

/** What is not prose: blocks and inline figures that machines write, code, addresses and tags. */
const notProse: readonly RegExp[] = [
  /<!-- figures:[\s\S]*?<!-- \/figures -->/g,
  /<!-- f:[^`]*?<!-- \/f -->/g,
  /^```[\s\S]*?^```/gm,
  /`[^`\n]*`/g,
  /\]\([^)]*\)/g,
  /https?:\/\/\S+/g,
  /<[^>]*>/g,
];

/**
 * A number that somebody measured or might have: with decimals, in powers of ten, or with a unit of time, rate, size, share or ratio.
 * Whole numbers without a unit are taken for settings.
 */
const figurePattern =
  /(?<![\w.])\d[\d,]*(?:\.\d+)(?![\d.]*\.\d)|(?<![\w.])\d[\d,]*(?:\s?(?:×(?!\s?\d)|%|‰)|(?:\s(?:s|ms|µs|ns|minutes?|seconds?|points?|GB\/s|[KMG]i?B|times)(?![\w])))|\d·10[⁻⁰¹²³⁴-⁹]+|\d+e[−-]\d+/g;

/** The Markdown as one line of prose; what machines write or read is taken out. */
export function proseOf(markdown: string): string {
  return notProse.reduce((text, pattern) => text.replace(pattern, '…'), markdown).replace(/\s+/g, ' ');
}

/**
 * Figures in prose that stand neither in a block, nor between inline markers, nor in one of the allowed texts.
 *
 * @param allowed - of this file
 */
export function unmarkedFigures(markdown: string, allowed: readonly AllowedFigure[] = []): UnmarkedFigure[] {
  const prose = allowed.reduce((text, one) => text.replaceAll(one.text, '…'), proseOf(markdown));
  return [...prose.matchAll(figurePattern)].map(({ 0: figure, index }) => ({
    figure,
    context: prose.slice(Math.max(0, index - 50), index + figure.length + 30).trim(),
  }));
}
