import { markdownTable } from './figure-blocks.js';
import type { Machine } from './machine.js';
import { readResult } from './result-file.js';
import { bestOnnxRuntime, duration, findCall, percent, times } from './sparse/tables.js';
import type { SparseResult } from './sparse-result.js';
import type { StudyResult } from './study-result.js';
import type { TrainResult } from './train-result.js';

/** One row of the README's table of speeds. Times are in microseconds. */
interface SpeedRow {
  readonly work: string;
  readonly peer: string;
  readonly theirs: number;
  readonly ours: number;
  /** How many times as long the peer takes. */
  readonly ratio: number;
  /** Stands behind the ratio. */
  readonly remark?: string;
  readonly machine: Machine;
  readonly command: string;
}

/**
 * The post's study beside tuned PyTorch: the peer that a user would have made as fast as it gets without leaving the
 * framework.
 */
function studyRow(): SpeedRow {
  const { rungs, machine, command } = readResult<StudyResult>('study');
  const rung =
    rungs.find(({ name }) => name === 'torch_tuned') ?? rungs.find(({ name }) => name === 'torch_tuned_layer');
  const ours = rungs.find(({ work, ratio }) => work === rung?.work && ratio === 1);
  if (rung === undefined || ours === undefined) throw new Error('results/study.json has no rung torch_tuned');
  return {
    work: `the whole study of the post, gates reading ${rung.work === 'five_element' ? 'each pre-activation' : 'the layer'}, two threads`,
    peer: 'tuned PyTorch',
    theirs: 1e6 * rung.medianWall,
    ours: 1e6 * ours.medianWall,
    ratio: rung.ratio,
    machine,
    command,
  };
}

/** One answer of the trained net beside onnxruntime's dense run, both on one thread. */
function answerRow(): SpeedRow {
  const { cases, machine, command } = readResult<SparseResult>('sparse');
  const trained = cases.find(({ name }) => name === 'd');
  const theirs = trained && bestOnnxRuntime(trained.calls, 1, 1);
  const ours = trained && findCall(trained.calls, { engine: 'session-1', batch: 1, inputs: 0 });
  if (theirs === undefined || ours === undefined) throw new Error('results/sparse.json has no trained net');
  return {
    work: 'one answer of the net that `reluctant-sparse train` makes, one thread',
    peer: 'onnxruntime, dense',
    theirs: theirs.median,
    ours: ours.median,
    ratio: ours.overOnnxRuntime,
    machine,
    command,
  };
}

/** One row of a wide block at a tenth of its units active, with its share of what the bytes allow. */
function blockRow(): SpeedRow {
  const { cases, machine, command } = readResult<SparseResult>('sparse');
  const block = cases.find(({ name }) => name === 'f');
  const inputs = block?.inputSets.findIndex(({ title }) => title === '10 %');
  const theirs = block && bestOnnxRuntime(block.calls, 1, 1);
  const ours =
    block && findCall(block.calls, { engine: 'session-1', batch: 1, ...(inputs !== undefined && { inputs }) });
  if (theirs === undefined || ours === undefined)
    throw new Error('results/sparse.json has no FFN with Gaussian weights');
  return {
    work: 'one row of an FFN 2048 → 8192 → 2048, Gaussian weights, 10 % of its units active, one thread',
    peer: 'onnxruntime, dense',
    theirs: theirs.median,
    ours: ours.median,
    ratio: ours.overOnnxRuntime,
    remark: `${percent(ours.ofBound)} of the bound by bytes`,
    machine,
    command,
  };
}

/** The training step at which PyTorch is furthest ahead. */
function worstStepRow(): SpeedRow {
  const { engines, machine, command } = readResult<TrainResult>('train');
  const [own, torch] = ['wasm', 'torch'].map((wanted) => engines.find(({ name }) => name === wanted));
  if (own === undefined || torch === undefined) throw new Error('results/train.json has no engine wasm or torch');
  const [worst] = Object.entries(own.steps)
    .flatMap(([width, activations]) =>
      Object.entries(activations).flatMap(([activation, ours]) => {
        const theirs = torch.steps[width]?.[activation];
        return theirs === undefined ? [] : [{ width, activation, ours, theirs }];
      }),
    )
    .sort((a, b) => a.theirs / a.ours - b.theirs / b.ours);
  if (worst === undefined) throw new Error('results/train.json compares no step with PyTorch');
  const { width, activation, ours, theirs } = worst;
  return {
    work: `one training step of four layers of ${Number(width).toLocaleString('en')} units, \`${activation}\`, one thread`,
    peer: 'PyTorch',
    theirs,
    ours,
    ratio: theirs / ours,
    machine,
    command,
  };
}

/** `76.1 s`, or in the unit of {@link duration}. */
function readable(microseconds: number): string {
  return microseconds < 1e6 ? duration(microseconds) : `${(microseconds / 1e6).toFixed(1)} s`;
}

/**
 * Four speeds for the README, the comparison with the best-tuned peer first, the worst training step last; and where
 * and when they were measured.
 */
export function renderHeadlineRows(): string {
  const rows = [studyRow(), answerRow(), blockRow(), worstStepRow()];
  const table = markdownTable(
    ['work', 'peer', 'its time', 'our time', 'we are'],
    rows.map(({ work, peer, theirs, ours, ratio, remark }) => [
      work,
      peer,
      readable(theirs),
      readable(ours),
      `${ratio < 1 ? `**slower: ${times(ratio)}**` : `${times(ratio)} as fast`}${remark === undefined ? '' : `, ${remark}`}`,
    ]),
  );
  return `${table}\n\n${measuredOn(rows)}`;
}

/** Each machine once, with the commands that ran on it, their dates and commits. */
function measuredOn(rows: readonly SpeedRow[]): string {
  const byMachine = new Map<string, string[]>();
  for (const { machine, command } of rows) {
    const { cpu, cores, node, commit, date } = machine;
    const name = `${cpu}, ${cores} cores, Node ${node}`;
    const said = `\`${command}\` (${date}, commit ${commit})`;
    const earlier = (byMachine.get(name) ?? []).filter((other) => other !== said);
    byMachine.set(name, [...earlier, said]);
  }
  return [...byMachine].map(([name, commands]) => `Measured on ${name}: ${commands.join('; ')}.`).join(' ');
}
