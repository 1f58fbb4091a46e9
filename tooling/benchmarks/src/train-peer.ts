import { initialiseParameters } from '@reluctant/model';
import { type Engine, wasmEngine } from '@reluctant/trainer';
import { median } from './median.js';
import { PlainProgram } from './plain-program.js';
import {
  startCase,
  type TrainCase,
  trainActivations,
  trainCase,
  trainRequest,
  trainSteps,
  trainWidths,
} from './train-case.js';

// One engine in a process of its own: prints one line of JSON, microseconds per step by width and activation.
// usage: node train-peer.js wasm|plain|tfjs-wasm|tfjs-node <seconds per case>

type Epoch = () => Promise<unknown> | unknown;

async function loadEngine(name: string): Promise<Engine> {
  if (name === 'wasm') return wasmEngine();
  const { tfjsEngine } = await import('@reluctant/trainer/tfjs');
  const engine = await tfjsEngine({ backend: name === 'tfjs-node' ? 'tensorflow' : 'wasm', threads: 1 });
  if (engine.build !== name) throw new Error(`asked for ${name}, got ${engine.build}`);
  return engine;
}

async function epochOf(timed: TrainCase, engine: Engine | undefined): Promise<Epoch | undefined> {
  const request = trainRequest(timed);
  if (engine !== undefined) {
    const program = await engine.compile(timed.spec);
    startCase(timed, program);
    return () => program.trainEpoch(request);
  }
  if ('gate' in timed.strategy.usage) return undefined;
  const parameters = initialiseParameters(timed.spec.model, timed.spec.key);
  const program = new PlainProgram(timed.spec, parameters);
  return () => program.trainEpoch(request);
}

/**
 * Median microseconds per epoch: epochs are timed in blocks that fill the seconds, at least three blocks after a
 * warm-up; one where an epoch takes longer than a second.
 */
async function microsecondsPerEpoch(epoch: Epoch, seconds: number): Promise<number> {
  const once = async (): Promise<number> => {
    const began = performance.now();
    await epoch();
    return performance.now() - began;
  };
  let rough = await once();
  for (let warm = 0; warm < 50 && rough * warm < 200 * seconds; warm++) rough = await once();
  const perBlock = Math.max(1, Math.floor((100 * seconds) / rough));
  const blocks = Math.max(rough > 1000 ? 1 : 3, Math.min(10, Math.floor((1000 * seconds) / (rough * perBlock))));
  const times: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const began = performance.now();
    for (let index = 0; index < perBlock; index++) await epoch();
    times.push((performance.now() - began) / perBlock);
  }
  return median(times) * 1000;
}

const [name = 'wasm', seconds = '0.3'] = process.argv.slice(2);
const engine = name === 'plain' ? undefined : await loadEngine(name);
const steps: Record<string, Record<string, number>> = {};
// The greatest width is left out for tfjs-wasm, which is too slow there.
const widths = name === 'tfjs-wasm' ? trainWidths.slice(0, -1) : trainWidths;
for (const width of widths) {
  const row: Record<string, number> = {};
  for (const activation of trainActivations) {
    const epoch = await epochOf(trainCase(width, activation), engine);
    if (epoch === undefined) continue;
    row[activation] = (await microsecondsPerEpoch(epoch, Number(seconds))) / trainSteps(width);
  }
  steps[width] = row;
}
console.log(JSON.stringify({ name, build: engine?.build ?? 'plain', steps }));
