import { markdownTable } from './figure-blocks.js';
import { readResult } from './result-file.js';
import { type EngineSteps, engineTitles, type TrainResult } from './train-result.js';

/** Microseconds per step of our engine by width and activation, and how many times longer each peer takes. */
export function renderTrainFigures(): string {
  const result = readResult<TrainResult>('train');
  const ours = result.engines.find(({ name }) => name === 'wasm');
  if (ours === undefined) throw new Error('results/train.json has no engine wasm');
  const others = result.engines.filter((engine) => engine !== ours);
  const rows = Object.entries(ours.steps).flatMap(([width, activations]) =>
    Object.entries(activations).map(([activation, own]) => [
      `${width}, ${activation}`,
      own < 100 ? own.toFixed(1) : own.toFixed(0),
      ...others.map((engine) => ratio(engine, width, activation, own)),
    ]),
  );
  const { cpu, cores, node, commit, date } = result.machine;
  return [
    markdownTable(['width, activation', 'ours, µs', ...others.map(({ name }) => engineTitles[name] ?? name)], rows),
    '',
    `Medians of ${result.repeats} processes each, batch 128, 30 → width ×4 → 2; ${cpu}, ${cores} cores, Node ${node}, build ${ours.build}, commit ${commit}, ${date}. \`${result.command}\``,
  ].join('\n');
}

function ratio(engine: EngineSteps, width: string, activation: string, own: number): string {
  const value = engine.steps[width]?.[activation];
  return value === undefined ? '–' : `${(value / own).toFixed(1)}×`;
}
