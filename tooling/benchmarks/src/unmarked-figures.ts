/** A number in prose without a stored result. */
export interface UnmarkedFigure {
  /** The number with its unit, e.g. `0.372`, `45 %`. */
  readonly figure: string;
  /** The surrounding text, on one line. */
  readonly context: string;
}

/** A text that may hold a figure without a result, and why. */
export interface AllowedFigure {
  /** Path from the root of the repository. */
  readonly file: string;
  /** The words with the figure, exactly as written, with line breaks as spaces. */
  readonly text: string;
  /** Why there is no stored result. */
  readonly reason: string;
}

/** Text that is not prose: generated blocks and inline figures, code, addresses and tags. */
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
 * A number that is or may be a measurement: with decimals, in powers of ten, or with a unit of time, rate, size, share
 * or ratio. Whole numbers without a unit count as settings.
 */
const figurePattern =
  /(?<![\w.])\d[\d,]*(?:\.\d+)(?![\d.]*\.\d)|(?<![\w.])\d[\d,]*(?:\s?(?:×(?!\s?\d)|%|‰)|(?:\s(?:s|ms|µs|ns|minutes?|seconds?|points?|GB\/s|[KMG]i?B|times)(?![\w])))|\d·10[⁻⁰¹²³⁴-⁹]+|\d+e[−-]\d+/g;

/** The Markdown as one line of prose; generated text and code are removed. */
export function proseOf(markdown: string): string {
  return notProse.reduce((text, pattern) => text.replace(pattern, '…'), markdown).replace(/\s+/g, ' ');
}

/**
 * Finds figures in prose outside of blocks, inline markers and allowed texts.
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
