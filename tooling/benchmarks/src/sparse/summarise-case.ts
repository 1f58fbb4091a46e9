import type { MlpGraph } from '@reluctant/onnx';
import { median } from '../median.js';
import type { SparseAccuracy, SparseCall, SparseCaseResult } from '../sparse-result.js';
import { compareAnswers } from './accuracy.js';
import { bytesNeeded, type WeightBytes } from './bytes-needed.js';
import type { PeerEngine } from './engines.js';
import type { BandwidthSample, CaseMeasurement } from './measure-case.js';
import { ratioOf, round, type Sample, timingOf } from './sample.js';

/** What a summary needs besides the measurement. */
export interface CaseDescription {
  readonly name: string;
  readonly title: string;
  readonly graph: MlpGraph;
  readonly inputTitles: readonly string[];
  readonly engines: readonly PeerEngine[];
  readonly answered: number;
}

const weightBytes: Readonly<Record<PeerEngine['precision'], WeightBytes>> = { float32: 4, bfloat16: 2, int8: 1 };

/** Summarises all measurements of a case: times, ratios by rounds, accuracy. */
export function summariseCase(about: CaseDescription, seen: CaseMeasurement): SparseCaseResult {
  const { graph, engines } = about;
  const densities = about.inputTitles.map((_, inputs) => seen.answers.get('session-1')?.[inputs]?.densities ?? []);
  const threads = [...new Set(engines.map((engine) => engine.threads))];
  return {
    ...{ name: about.name, title: about.title },
    weights: bytesNeeded(graph, [], 1, 1),
    inputSets: about.inputTitles.map((title, inputs) => {
      const candidates = seen.answers.get('session-1')?.[inputs]?.candidates?.find((share) => share !== undefined);
      const found = candidates === undefined ? {} : { candidates: round(candidates) };
      return { title, densities: (densities[inputs] ?? []).map(round), ...found };
    }),
    bandwidth: threads.map((count) => {
      const rates = seen.bandwidth.filter((rate) => rate.threads === count);
      const of = (pick: (rate: BandwidthSample) => number): number => round(median(rates.map(pick)));
      return { threads: count, streams: of(({ streams }) => streams), rows: of(({ rows }) => rows) };
    }),
    calls: seen.samples.map((sample) => summariseCall(sample, about, seen, densities)),
    accuracy: accuracyOf(about, seen),
    disturbances: seen.disturbances,
    ...(seen.service.length > 0 && { service: seen.service }),
    ...(seen.concurrent.length > 0 && { concurrent: seen.concurrent }),
  };
}

function summariseCall(
  sample: Sample,
  { graph, engines }: CaseDescription,
  { samples, bandwidth, answers }: CaseMeasurement,
  densities: readonly (readonly number[])[],
): SparseCall {
  const { engine: name, threads, batch, inputs, own, lastEngine } = sample;
  const engine = engines.find((one) => one.name === name);
  if (engine === undefined) throw new Error(`no engine is called ${name}`);
  const peers = samples.filter((other) => other.threads === threads && other.batch === batch);
  const byKind = (kind: string): Sample[] => peers.filter((other) => kindOf(engines, other) === kind);
  const dense = best(byKind('onnxruntime'));
  const ownDense = byKind('session-dense')[0];
  const reduced = engine.kind === 'session' && engine.precision !== 'float32';
  const float32 = peers.find(
    (other) => other.engine === `session-${threads}` && other.inputs === inputs && other.own === batch > 1,
  );
  const int8 = byKind('onnxruntime-int8')[0];
  const bound = inputs !== undefined && engine.kind === 'session' && lastEngine !== 'onnxruntime';
  const certifies = engine.precision === 'float32' && engine.certify === undefined && batch === 1;
  const candidates = certifies ? answers.get(name.replace(/\d+$/, '1'))?.[inputs ?? 0]?.candidates : undefined;
  const bytes = bytesNeeded(graph, densities[inputs ?? 0] ?? [], batch, weightBytes[engine.precision], candidates);
  const beside = (kind: string): Sample | undefined =>
    name === `session-${threads}`
      ? peers.find(
          (other) => other.engine === `session-${kind}-${threads}` && other.inputs === inputs && other.own === own,
        )
      : undefined;
  const [uncertified, again] = [beside('uncertified'), beside('again')];
  return {
    ...{ engine: name, threads, batch, own, ...timingOf(sample) },
    ...(inputs !== undefined && { inputs }),
    ...(lastEngine && { lastEngine }),
    overOnnxRuntime: dense ? ratioOf(dense, sample) : Number.NaN,
    overOwnDense: ownDense ? ratioOf(ownDense, sample) : Number.NaN,
    ...(reduced && float32 && { overFloat32: ratioOf(float32, sample) }),
    ...(reduced && int8 && { overOnnxRuntimeInt8: ratioOf(int8, sample) }),
    ...(uncertified && { overUncertified: ratioOf(uncertified, sample) }),
    ...(again && { overAgain: ratioOf(again, sample) }),
    ...(bound && { bytes: round(bytes), ofBound: ratioOf(readingTime(bandwidth, sample, bytes), sample) }),
  };
}

/** The bytes, read at the rate that was measured in the same round, as if it were a call. */
function readingTime(
  bandwidth: readonly BandwidthSample[],
  { threads, batch }: Sample,
  bytes: number,
): Pick<Sample, 'blocks'> {
  const rates = bandwidth.filter((rate) => rate.threads === threads && rate.batch === batch);
  return {
    blocks: rates.map(({ round: number, streams }) => ({ round: number, microseconds: [(bytes / streams) * 1e6] })),
  };
}

const kindOf = (engines: readonly PeerEngine[], { engine }: Sample): string | undefined =>
  engines.find(({ name }) => name === engine)?.kind;

/** The sample with the least median: onnxruntime's better setting. */
function best(samples: readonly Sample[]): Sample | undefined {
  return samples.reduce<Sample | undefined>(
    (least, sample) => (least === undefined || timingOf(sample).median < timingOf(least).median ? sample : least),
    undefined,
  );
}

function accuracyOf({ engines, answered }: CaseDescription, { answers }: CaseMeasurement): readonly SparseAccuracy[] {
  const expected = answers.get('onnxruntime-1');
  return engines.flatMap(({ name }) =>
    (answers.get(name) ?? []).flatMap(({ outputs }, inputs) => {
      const truth = expected?.[inputs]?.outputs;
      if (outputs === undefined || truth === undefined || name === 'onnxruntime-1') return [];
      const { largestDifference, largestLogit, ...rest } = compareAnswers(outputs, truth, answered);
      return [
        {
          engine: name,
          inputs,
          ...rest,
          largestDifference: round(largestDifference),
          largestLogit: round(largestLogit),
        },
      ];
    }),
  );
}
