import { fileURLToPath } from 'node:url';

/** One program that runs a whole study, and our work that it is compared with. */
export interface Rung {
  readonly name: string;
  /** Display title. */
  readonly title: string;
  /**
   * `five_element`, `five_layer` = five activations × ten runs, gates reading each element or the layer; `relu10`,
   * `relu50` = relu alone, ten or fifty runs. All: 100 epochs.
   */
  readonly work: Work;
  readonly command: string;
  readonly args: readonly string[];
  /** True for a PyTorch or scikit-learn program, which needs an interpreter that has them. */
  readonly peer: boolean;
}

/** The amounts of work. */
export type Work = 'five_element' | 'five_layer' | 'relu10' | 'relu50';

const peers = (file: string): string => fileURLToPath(new URL(`../peers/${file}`, import.meta.url));
const cli = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));

/**
 * The ladder: our command line and each peer, doing the same training and per-epoch evaluation, without plots. The
 * whole study comes first with gates that read each element, the default, then with gates that read the layer.
 *
 * @param python - interpreter of the peers
 * @param epochs - 100 in the post
 */
export function studyLadder(python: string, epochs: number): readonly Rung[] {
  const ours = (name: string, work: Work, ...flags: string[]): Rung => ({
    name,
    title: 'reluctant run',
    work,
    command: process.execPath,
    // Its run directory comes last.
    args: [cli, 'run', '--quiet', '--epochs', String(epochs), ...flags],
    peer: false,
  });
  const peer = (name: string, title: string, work: Work, file: string, ...flags: string[]): Rung => ({
    name,
    title,
    work,
    command: python,
    args: [peers(file), '--epochs', String(epochs), ...flags],
    peer: true,
  });
  const tuned = 'PyTorch tuned (indexed batches, foreach Adam, single-pass evaluation)';
  const post = 'PyTorch as the post wrote it (DataLoader, eager Adam)';
  const whole = (suffix: string, reads: 'element' | 'layer'): Rung[] => {
    const work: Work = `five_${reads}`;
    const gates = ['--reads', reads];
    const strategies = ['relu', 'silu', 'stoch', `learnable_stoch:reads=${reads}`, `gumbel_stoch:reads=${reads}`];
    return [
      ours(`ours${suffix}`, work, '--strategies', strategies.join(',')),
      peer(`torch_tuned${suffix}`, tuned, work, 'torch_study.py', '--variant', 'tuned', ...gates),
      peer(`torch_post${suffix}`, post, work, 'torch_study.py', '--variant', 'post', ...gates),
    ];
  };
  return [
    ...whole('', 'element'),
    ...whole('_layer', 'layer'),
    ours('ours_relu10', 'relu10', '--strategies', 'relu'),
    peer('sklearn', 'scikit-learn MLPClassifier', 'relu10', 'sklearn_study.py', '--n_runs', '10'),
    ours('ours_relu50', 'relu50', '--strategies', 'relu', '--n_runs', '50'),
    peer('sklearn50', 'scikit-learn MLPClassifier', 'relu50', 'sklearn_study.py', '--n_runs', '50'),
    peer('torch_stacked', 'PyTorch, all runs stacked in baddbmm', 'relu50', 'torch_stacked.py', '--n_runs', '50'),
  ];
}
