import { markdownTable } from './figure-blocks.js';
import { readResult } from './result-file.js';
import type { RungResult, StudyResult } from './study-result.js';

/** The ladder as a table, the fair rung (tuned PyTorch) first, followed by machine and command. */
export function renderStudyFigures(): string {
  const result = readResult<StudyResult>('study');
  const works: Record<string, string> = {
    five_element: 'five activations × 10 runs, gates read elements',
    five_layer: 'five activations × 10 runs, gates read the layer',
    relu10: 'relu × 10 runs',
    relu50: 'relu × 50 runs',
  };
  const rows = result.rungs
    .filter((rung) => rung.ratio !== 1)
    .map((rung) => [
      rung.title,
      works[rung.work] ?? rung.work,
      rung.medianWall.toFixed(1),
      oursFor(result, rung).medianWall.toFixed(2),
      `${rung.ratio.toFixed(1)}×`,
    ]);
  const { cpu, cores, node, commit, date } = result.machine;
  return [
    markdownTable(['peer', 'work', 'its seconds', 'our seconds', 'ratio'], rows),
    '',
    `Medians of ${result.repeats}, ours of three right before each peer; whole commands, start-up included; ${cpu}, ${cores} cores, Node ${node}, commit ${commit}, ${date}. \`${result.command}\``,
  ].join('\n');
}

/** An earlier run of the ladder on another machine, results/study-elsewhere.json, which was measured once. */
export function renderStudyElsewhere(): string {
  const [here, there] = [readResult<StudyResult>('study'), readResult<StudyResult>('study-elsewhere')];
  const ratios = there.rungs.filter(({ ratio }) => ratio !== 1).map(({ ratio }) => ratio.toFixed(1));
  const torch = there.rungs
    .filter(({ name }) => name.startsWith('torch_'))
    .flatMap(({ name, medianWall }) => {
      const own = here.rungs.find((rung) => rung.name === name);
      return own === undefined ? [] : [own.medianWall / medianWall];
    });
  const [least, most] = [Math.min(...torch), Math.max(...torch)].map((each) => each.toFixed(1));
  return `Machines differ: on an EPYC one generation younger PyTorch was ${least} to ${most} times as fast as here, and the ratios of an earlier state of the kernels were ${ratios.slice(0, -1).join(', ')} and ${ratios.at(-1)}, in the order of the table's rows with gates that read the layer and with relu (commit ${there.machine.commit}, \`${there.command}\`; results/study-elsewhere.json).`;
}

/** The cost of pictures. */
export function renderPictureFigures(): string {
  const { pictures, command } = readResult<StudyResult>('study');
  if (pictures === undefined) return 'What pictures take was not measured with these figures.';
  const { seconds, median } = pictures;
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map((each) => each.toFixed(2));
  return `Pictures add ${median.toFixed(2)} s to the whole study (median of ${seconds.length} pairs with and without \`--plots\`, taking turns: ${least} to ${most} s; \`${command}\`).`;
}

/**
 * The one ratio a headline may quote: the whole study against tuned PyTorch, with the default gates if they were
 * measured.
 */
export function renderStudyHeadline(): string {
  const { rungs } = readResult<StudyResult>('study');
  const named = (wanted: string) => rungs.find(({ name }) => name === wanted);
  const rung = named('torch_tuned') ?? named('torch_tuned_layer');
  if (rung === undefined) throw new Error('results/study.json has no rung torch_tuned');
  const gates = rung.work === 'five_element' ? 'each pre-activation' : 'the layer';
  return `The post's whole study runs ${Math.floor(rung.ratio)} times as fast as in tuned PyTorch on the same two cores, gates reading ${gates} (\`pnpm bench:study\`).`;
}

function oursFor(result: StudyResult, rung: RungResult): RungResult {
  const ours = result.rungs.find((other) => other.work === rung.work && other.ratio === 1);
  if (ours === undefined) throw new Error(`results/study.json has no run of ours for the work ${rung.work}`);
  return ours;
}
