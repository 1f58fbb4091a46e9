import { RandomState } from '@reluctant/random';
import type { BenchCase, BenchedEngine, BenchFile } from '../directory/bench-file.js';
import type { EngineCase, EngineSpec, Latency } from './engine-request.js';
import { engineSpecs } from './engine-specs.js';
import { workDensity } from './needed-bytes.js';
import type { PreparedBench, PreparedModel } from './prepare-models.js';
import { type Bandwidth, measureBandwidth } from './read-bandwidth.js';
import { runEngine } from './run-engine.js';

/** Settings of a bench. */
export interface BenchSettings {
  readonly threads: readonly number[];
  /** Seconds for each case in each round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly onnxRuntime: boolean;
  readonly note: (sentence: string) => void;
}

/** The measured part of a bench file. */
export type BenchResult = Pick<BenchFile, 'bandwidth' | 'cases'>;

/**
 * Measures every engine, each in a process of its own, in a new random order every round; a number is the median over
 * the rounds.
 */
export async function runBench(bench: PreparedBench, settings: BenchSettings): Promise<BenchResult> {
  const { threads, rounds, onnxRuntime, note } = settings;
  const sparseGraph = bench.models.some(({ files }) => files.sparse !== undefined);
  const { kind, weightBytes, widths } = bench;
  const specs = threads.flatMap((count) => engineSpecs(count, { onnxRuntime, sparseGraph, kind }));
  const own = bench.models[0];
  const bandwidth: Bandwidth[] = [];
  // Only a chain has a bound.
  for (const count of kind === 'chain' ? threads : []) {
    const density = own?.needed === undefined ? 1 : workDensity(own.needed);
    bandwidth.push(await measureBandwidth(count, weightBytes, 4 * Math.max(...widths), density));
  }
  const order = new RandomState(0);
  const measured = new Map<EngineSpec, Latency[]>(specs.map((spec) => [spec, []]));
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    for (const spec of order.permutation(specs)) {
      const cases = casesOf(spec, bench);
      const { inputs, table, features } = bench;
      measured
        .get(spec)
        ?.push(...(await runEngine({ spec, cases, inputs, table, features, seconds: settings.seconds })));
    }
    const done = round + 1;
    const left = Math.ceil(((performance.now() - began) / 1000) * (rounds - done));
    note(`round ${done} of ${rounds}: ${specs.length} processes${done < rounds ? `, ${left} s left` : ''}`);
  }
  return { bandwidth, cases: tabulate(bench, settings, specs, measured, bandwidth) };
}

const keyOf = (model: PreparedModel, batch: number): string => `${model.name}, ${batch}`;

function casesOf(spec: EngineSpec, { models, batches }: PreparedBench): EngineCase[] {
  return (spec.sweep ? models : models.slice(0, 1)).flatMap((model) => {
    const path = model.files[spec.graph];
    return path === undefined ? [] : batches.map((batch) => ({ key: keyOf(model, batch), path, batch }));
  });
}

function tabulate(
  { models, batches }: PreparedBench,
  { threads }: BenchSettings,
  specs: readonly EngineSpec[],
  measured: ReadonlyMap<EngineSpec, readonly Latency[]>,
  bandwidth: readonly Bandwidth[],
): BenchCase[] {
  const cases: BenchCase[] = [];
  for (const count of threads) {
    const rates = bandwidth.find((rate) => rate.threads === count);
    for (const model of models) {
      for (const batch of batches) {
        const { needed } = model;
        const engines = new Map<string, BenchedEngine>();
        for (const spec of specs) {
          const found = (measured.get(spec) ?? []).filter(({ key }) => key === keyOf(model, batch));
          const [first] = found;
          if (spec.threads !== count || first === undefined) continue;
          const engine = summarise(spec, found, first.answered_by);
          const before = engines.get(spec.name);
          if (before === undefined || engine.median_us < before.median_us) engines.set(spec.name, engine);
        }
        const bound =
          batch === 1 && needed && rates ? needed.streamed / rates.streams + needed.picked / rates.rows : null;
        cases.push({
          model: model.name,
          density: needed === undefined ? null : workDensity(needed),
          ...{ batch, threads: count, bound_us: bound === null ? null : bound * 1e6, engines: [...engines.values()] },
        });
      }
    }
  }
  return cases;
}

function summarise(spec: EngineSpec, found: readonly Latency[], answeredBy: string): BenchedEngine {
  const median = (pick: (latency: Latency) => number): number => {
    const sorted = found.map(pick).sort((a, b) => a - b);
    return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  };
  return {
    engine: spec.name,
    median_us: median(({ median_us }) => median_us),
    p90_us: median(({ p90_us }) => p90_us),
    p99_us: median(({ p99_us }) => p99_us),
    calls: found.reduce((sum, { calls }) => sum + calls, 0),
    answered_by: answeredBy,
    spinning: spec.runtime === 'onnxruntime' && spec.threads > 1 ? spec.spinning : null,
  };
}
