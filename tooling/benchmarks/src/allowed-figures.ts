import type { AllowedFigure } from './unmarked-figures.js';

const version = 'a version';
const identifier = 'an identifier';
const setting = 'a setting, not a measurement';
const level = 'the level of the tests, a setting';
const tolerance = 'a tolerance that tests hold';
const arithmetic = 'arithmetic';
const once = 'tried once by hand; the text says that no command measures it again';

const of = (file: string, reason: string, ...texts: readonly string[]): AllowedFigure[] =>
  texts.map((text) => ({ file, text, reason }));

/**
 * Figures in prose without a stored result, each with the reason why no command can produce it. The texts must equal
 * those of the pages. Figures that a command can measure belong in a result and between markers instead.
 */
export const allowedFigures: readonly AllowedFigure[] = [
  ...of('README.md', version, 'Node ≥ 20.19'),
  ...of('docs/assumptions.md', identifier, 'arXiv 2509.22358'),
  ...of('docs/assumptions.md', version, 'scikit-learn 1.2', 'PyTorch 1.13'),
  ...of('docs/assumptions.md', setting, '20 % of the rows'),
  ...of('docs/assumptions.md', arithmetic, 'silu(1) = 0.731'),
  ...of('docs/assumptions.md', 'differences between builds of BLAS, seen in the golden files', 'up to 7·10⁻¹⁵'),
  ...of(
    'docs/assumptions.md',
    'PyTorch runs of an hour, made once; the command stands beside them',
    'gave 0.230 and 0.243, together 0.239, and 400 of ours 0.239 ± 0.022',
  ),
  ...of('docs/assumptions.md', tolerance, 'within 5·10⁻⁷'),
  ...of(
    'docs/bundle-sizes.md',
    'limits that tooling/package-tests measures',
    '3 KB',
    '4 KB',
    '12 KB',
    '36 KB',
    '62 KB',
    '30 KB',
    '32 KB',
    '24 KB',
    '8 KB',
    '2 KB',
    '1.5 KB',
  ),
  ...of(
    'docs/certified-skipping.md',
    arithmetic,
    'at 10 % active units reads 1.1 of its',
    'faster than 2 / 1.1 times',
    'takes 26 % of the layer',
    'up to 27 % where rows are not whole',
  ),
  ...of('docs/certified-skipping.md', 'a test makes the bound so much smaller', 'the bound is made 1 % smaller'),
  ...of('docs/certified-skipping.md', setting, 'At 50 % active units there', 'all hidden biases at −1.6 at the start'),
  ...of('docs/claims.md', setting, 'the length of the tail (0.05, 0.1, 0.2) or p (0.3, 0.5, 0.7)'),
  ...of('docs/claims.md', level, 'both at 5 % over all claims'),
  ...of('docs/getting-started.md', version, 'Node ≥ 20.19'),
  ...of('docs/sparse-inference.md', level, "Student's 95 % intervals"),
  ...of('docs/sparse-inference.md', setting, 'Margins: 0.005 in accuracy, 0.01 nats'),
  ...of('docs/sparse-inference.md', tolerance, 'the engine that trained: 1e−5', '1e−5 is in units of the largest'),
  ...of('docs/tables.md', level, 'Every score has a 95 % interval'),
  ...of('docs/tables.md', setting, 'arXiv 1502.07943'),
  ...of('docs/sparse-performance.md', setting, '10 and 5 % active units'),
  ...of('docs/sparse-performance.md', setting, '35 ms of calls that only warm up, then 35 ms', '(200 ms at most)'),
  ...of('docs/sparse-performance.md', setting, 'of (b) at 10 % on one thread', 'Its gains at 10 %'),
  ...of('docs/sparse-performance.md', once, '13–15 GB/s', '(12 GB/s)', '5 to 13 % more'),
  ...of(
    'docs/sparse-performance.md',
    'measured once by a variant that is not kept',
    'rows of 8 KiB that straddle pages are read 11 to 14 % slower, rows of 4 KiB 24 to 28 %',
  ),
  ...of('docs/sparse-performance.md', 'a constant of the kernels', 'layers with 65 % of their units active'),
  ...of('docs/sparse-performance.md', 'a constant of the cost model', '15 % faster'),
  ...of('docs/sparse-performance.md', setting, 'spin for 0.5 ms after a call', 'a timer of 1 ms'),
  ...of('packages/trainer/README.md', setting, 'calls of some 50 ms', 'for some 50 ms at a time'),
  ...of('docs/distributed.md', version, 'commands of Redis 6.2', 'older than 6.2'),
  ...of('docs/sparse-performance.md', 'what onnxruntime does by default', 'spin for some 30 ms'),
  ...of(
    'docs/statistics.md',
    setting,
    'loss and negative log-likelihood 0.01 nats, loss of a real target 0.01 of its variance, accuracy 0.01, RMSE 0.01 standard deviations of the target (two digits), calibration error (ECE) 0.005, AUROC 0.02',
    '20 times the pairs seen',
  ),
  ...of(
    'docs/statistics.md',
    level,
    'a the error rate of this look: 4 % for the first one',
    'left: 4 %, 0.8 %, 0.16 %, … These sum to 5 %',
    'share of the look (0.8, 0.16, …)',
    'with 4 % in place of 5 %',
    'which, uncorrected, exceed 5 %',
    'At most 5 % of studies',
    'end in a claim in 80 % of studies',
    'median and 95 % interval',
    "Student's 95 % interval of the mean",
  ),
  ...of('docs/strategies.md', setting, 'with its p = 0.7'),
  ...of('packages/activations/README.md', setting, '… 0.5, …'),
  ...of('packages/data/README.md', version, 'scikit-learn 1.2'),
  ...of('packages/data/README.md', tolerance, 'within 1e-13'),
  ...of('packages/random/README.md', tolerance, '99.9 % of draws and within 1e-15 relative'),
  ...of(
    'packages/random/README.md',
    'V8 against correctly rounded logarithms (tooling/goldens/natural_log.py)',
    '3 % of arguments',
  ),
  ...of('packages/sparse/README.md', tolerance, 'its results to 1e−5'),
  ...of('packages/sparse/README.md', 'a limit that tooling/package-tests measures', 'takes 30 KB, compressed'),
  ...of('packages/sparse/README.md', 'a constant of the kernels', 'from 65 % active units on'),
  ...of('packages/sparse/README.md', 'a constant of the cost model', 'with 0.4 ms for the way'),
  ...of('apps/cli/README.md', setting, 'at most 1 MiB'),
  ...of(
    'packages/sparse/README.md',
    setting,
    'below 1 MiB of weights',
    'A file of 1 MiB or more',
    'spin for some 20 µs',
    'at 1 % of the time',
  ),
  ...of('apps/sparse-inference/README.md', tolerance, 'exit code 1 beyond 1e−5'),
];
