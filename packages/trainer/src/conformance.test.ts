import type { Domain, Gate, Granularity, PositiveBranch, ShareUsage } from '@reluctant/activations';
import { gateQuantiles, ShareHistogram, sparsity } from '@reluctant/metrics';
import { initialiseParameters, parameterLayout } from '@reluctant/model';
import { type Purpose, RandomStream } from '@reluctant/random';
import { expectAllClose, finiteDifference, normwiseError } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { Engine, Program, ProgramSpec } from './engine.js';
import type { TrainingRows } from './labelled-rows.js';
import { engines } from './test-support/engines.js';
import { type ReferencePass, referenceNetwork } from './test-support/reference-network.js';
import { denseNet, toySplit, toyTargets } from './test-support/toy-problem.js';
import { defaultOptimiser } from './train-options.js';

interface Case {
  readonly usage: ShareUsage;
  /** NaN = the gate decides. */
  readonly share: number;
  readonly domainAll?: boolean;
  readonly widths: readonly number[];
  readonly l1?: number;
  readonly dropout?: number;
  readonly loss?: 'squared_error';
  readonly classWeights?: Float32Array;
}

const key = { seed: 5, run: 3 };
const inputs = 5;
// Rows and units that are no multiple of 4, and a last batch that is shorter.
const rows = 7;
const classes = 3;
const shallow = [5, classes];
const deep = [6, 4, 3, classes];
const labelled = toySplit(rows + 4, inputs, 1, classes);
const valued = toyTargets(rows + 4, inputs, 1, classes);

const place = (domain: Domain, granularity: Granularity, positive: PositiveBranch = 'silu') => ({
  domain,
  positive,
  granularity,
});
const gate = (reads: Gate['reads'], tau = 1, hidden = 8): Gate => ({ reads, hidden, tau });

const table: readonly (readonly [string, Case])[] = [shallow, deep].flatMap((widths) => {
  const depth = widths === deep ? 'three hidden layers' : 'one hidden layer';
  const cases: [string, Case][] = [];
  for (const share of [0, 1, 0.3]) {
    cases.push([`share ${share}, ${depth}`, { usage: { use: 'sample', ...place('all', 'element') }, share, widths }]);
  }
  for (const granularity of ['element', 'unit', 'layer'] as const) {
    for (const domain of ['all', 'negative'] as const) {
      const about = `${domain}, ${granularity}, ${depth}`;
      cases.push([
        `sampled share, ${about}`,
        { usage: { use: 'sample', ...place(domain, granularity) }, share: 0.4, widths },
      ]);
      for (const reads of ['layer', 'element', 'none'] as const) {
        cases.push([
          `sampled gate reads ${reads}, ${about}`,
          {
            usage: { use: 'sample', ...place(domain, granularity), gate: gate(reads, 0.7) },
            share: Number.NaN,
            widths,
          },
        ]);
      }
    }
  }
  for (const domain of ['all', 'negative'] as const) {
    const usage = { use: 'mix', ...place(domain, 'element') } as const;
    cases.push([`mixed share, ${domain}, ${depth}`, { usage, share: 0.4, widths }]);
    for (const reads of ['layer', 'element', 'none'] as const) {
      const gated = { ...usage, gate: gate(reads, 1, 5) };
      cases.push([
        `mixed by a gate that reads ${reads}, ${domain}, ${depth}`,
        { usage: gated, share: Number.NaN, widths },
      ]);
      cases.push([
        `gate not in force, reads ${reads}, ${domain}, ${depth}`,
        { usage: gated, share: 1, domainAll: true, widths },
      ]);
    }
  }
  for (const positive of ['relu', 'identity'] as const) {
    const usage: ShareUsage = { use: 'sample', ...place('negative', 'element', positive) };
    cases.push([`positive branch ${positive}, ${depth}`, { usage, share: 0.4, widths, l1: 0.1 }]);
  }
  const dropped = { share: 1, widths, l1: 0.1, dropout: 0.3 };
  cases.push([`dropout on relu, ${depth}`, { usage: { use: 'sample', ...place('all', 'element') }, ...dropped }]);
  cases.push([
    `dropout on a sampled gate, ${depth}`,
    { usage: { use: 'sample', ...place('all', 'unit'), gate: gate('layer') }, ...dropped, share: Number.NaN },
  ]);
  cases.push([
    `dropout on a gate that reads element, ${depth}`,
    { usage: { use: 'mix', ...place('negative', 'element'), gate: gate('element') }, ...dropped, share: Number.NaN },
  ]);
  const losses = [
    ['squared error', { loss: 'squared_error' }],
    ['class weights', { classWeights: Float32Array.of(0.5, 4, 1.25) }],
  ] as const;
  for (const [name, given] of losses) {
    const common = { ...given, widths, l1: 0.1 };
    const element = place('all', 'element');
    cases.push([`${name} on silu, ${depth}`, { ...common, usage: { use: 'sample', ...element }, share: 0 }]);
    cases.push([
      `${name} on a sampled share, ${depth}`,
      { ...common, usage: { use: 'sample', ...element }, share: 0.4 },
    ]);
    cases.push([
      `${name} on a sampled gate with dropout, ${depth}`,
      { ...common, usage: { use: 'sample', ...element, gate: gate('layer') }, share: Number.NaN, dropout: 0.3 },
    ]);
    cases.push([
      `${name} on a mixing gate, ${depth}`,
      { ...common, usage: { use: 'mix', ...element, gate: gate('element') }, share: Number.NaN },
    ]);
  }
  return cases;
});

/** The rows that fit the loss of a case. */
function rowsOf({ loss }: Case): TrainingRows {
  return loss === 'squared_error' ? valued : labelled;
}

function specOf(conformance: Case): ProgramSpec<Float32Array> {
  const { usage, widths, l1 = 0, dropout = 0, loss, classWeights } = conformance;
  const train = rowsOf(conformance);
  const model = { ...denseNet(inputs, ...widths), activation: usage };
  return {
    model,
    batchSize: rows,
    optimiser: defaultOptimiser,
    l1,
    dropout,
    ...(loss && { loss }),
    ...(classWeights && { classWeights }),
    key,
    train,
    sets: { validation: train },
  };
}

function rowsBetween(split: TrainingRows, first: number, end = split.rows): TrainingRows {
  const part = { features: split.features.slice(first * inputs, end * inputs), rows: end - first };
  return 'labels' in split
    ? { ...part, labels: split.labels.slice(first, end) }
    : { ...part, targets: split.targets.slice(first * classes, end * classes) };
}

/** Pairs of z and the gate's share for it. */
function elementShares(layer: ReferencePass['hidden'][number] | undefined): { z: number; share: number }[] {
  const { z = new Float64Array(), gateShare = new Float64Array() } = layer ?? {};
  return [...z].map((value, i) => ({
    z: value,
    share: gateShare[Math.floor((i * gateShare.length) / z.length)] ?? Number.NaN,
  }));
}

function meanShare(shares: readonly { readonly share: number }[]): number {
  return shares.reduce((sum, { share }) => sum + share, 0) / shares.length;
}

function quantilesOf(shares: readonly { readonly share: number }[]): number[] {
  const histogram = new ShareHistogram();
  for (const { share } of shares) histogram.add(share);
  return histogram.quantiles(gateQuantiles);
}

/** The noise that the streams draw for one batch, in the usage's granularity. */
function drawn(
  { usage, share, widths }: Case,
  purpose: 'train' | 'evaluate',
  step: number,
  count: number,
): Float32Array[] {
  const stream = new RandomStream(key, purpose);
  return widths.slice(0, -1).map((width, layer) => {
    const at = {
      step,
      layer,
      rows: usage.granularity === 'element' ? count : 1,
      units: usage.granularity === 'layer' ? 1 : width,
    };
    return Number.isNaN(share) ? stream.logistic(at) : stream.uniform(at);
  });
}

/** Factors of the post-activations: 0 where dropped. */
function keptFactors({ dropout = 0, widths }: Case, purpose: Purpose, step: number, count: number): Float64Array[] {
  const stream = new RandomStream(key, purpose);
  return widths.slice(0, -1).map((units, layer) => {
    const dropped = stream.bernoulli(dropout, { step, layer, rows: count, units });
    return Float64Array.from(dropped, (drop) => (drop ? 0 : 1 / (1 - dropout)));
  });
}

/**
 * Initial parameters; the parameters of a gate that reads nothing are moved away from 0, so that its share is not ½.
 */
function startOf(model: ProgramSpec['model']): Float32Array {
  return initialiseParameters(model, key).map((value, index) => value || Math.sin(index));
}

async function started(engine: Engine, spec: ProgramSpec): Promise<Program> {
  const program = await engine.compile(spec);
  const { size } = parameterLayout(spec.model);
  program.writeState({
    parameters: startOf(spec.model),
    m: new Float32Array(size),
    v: new Float32Array(size),
    step: 0,
  });
  return program;
}

describe.each(engines)('%s against float64', (_, loadEngine) => {
  it.each(table)('%s: loss within 1e-5 relative, gradients within 1e-4 normwise', async (_, conformance) => {
    const spec = specOf(conformance);
    const program = await started(await loadEngine(), spec);
    const { usage, share, domainAll = false, l1 } = conformance;
    for (const [step, count] of [
      [0, rows],
      [9, 4],
    ] as const) {
      const batch = rowsBetween(spec.train, 0, count);
      const result = await program.gradients({ ...batch, share, domainAll, step });
      const reference = referenceNetwork(
        spec.model,
        usage,
        startOf(spec.model),
        {
          ...batch,
          share,
          domainAll,
          noise: drawn(conformance, 'train', step, count),
          dropout: keptFactors(conformance, 'dropout', step, count),
          ...(spec.classWeights && { classWeights: spec.classWeights }),
        },
        l1,
      );
      // Below this margin engines may choose different branches; a failure here calls for another seed.
      expect(reference.smallestMargin).toBeGreaterThan(1e-5);
      expect(Math.abs(result.loss / reference.loss - 1)).toBeLessThan(1e-5);
      expectAllClose(result.logits, reference.logits, { absolute: 1e-5 });
      expect(normwiseError(result.gradients, reference.gradients)).toBeLessThan(1e-4);
    }
    program.dispose();
  });

  const gated = table.filter(([, { widths }]) => widths === deep);
  it.each(gated)(
    '%s: an evaluation draws its own numbers, counts zeros and gate shares, quantiles within 1e-9',
    async (_, conformance) => {
      const spec = specOf(conformance);
      const program = await started(await loadEngine(), spec);
      const { usage, share, domainAll = false } = conformance;
      const result = await program.evaluate({ set: 'validation', share, domainAll, firstStep: 40 });
      const batches = [0, 1].map((batch) => {
        const split = batch === 0 ? rowsBetween(spec.train, 0, rows) : rowsBetween(spec.train, rows);
        const noise = drawn(conformance, 'evaluate', 40 + batch, split.rows);
        const dropout = keptFactors(conformance, 'evaluate_dropout', 40 + batch, split.rows);
        const parameters = startOf(spec.model);
        return {
          rows: split.rows,
          ...referenceNetwork(spec.model, usage, parameters, { ...split, share, domainAll, noise, dropout }),
        };
      });
      const loss = batches.reduce((sum, batch) => sum + batch.loss * batch.rows, 0) / spec.train.rows;
      expect(Math.abs(result.loss / loss - 1)).toBeLessThan(1e-5);
      expectAllClose(
        result.logits,
        batches.flatMap(({ logits }) => [...logits]),
        { absolute: 1e-5 },
      );
      for (const [layer, zeros] of result.sparsity.entries()) {
        expect(zeros).toBe(sparsity(batches.flatMap(({ hidden }) => [...(hidden[layer]?.y ?? [])])));
      }
      expect(result.gates?.length).toBe(Number.isNaN(share) ? deep.length - 1 : undefined);
      for (const [layer, gate] of (result.gates ?? []).entries()) {
        const shares = batches.flatMap(({ hidden }) => elementShares(hidden[layer]));
        const below = shares.filter(({ z }) => z < 0);
        expect(Math.abs(gate.mean - meanShare(shares))).toBeLessThan(1e-6);
        expect(Math.abs(gate.mean_negative - meanShare(below))).toBeLessThan(1e-6);
        // The bins are the same whatever the precision, unless a share lies on an edge.
        expectAllClose(gate.quantiles, quantilesOf(shares), { absolute: 1e-9 });
        expectAllClose(gate.quantiles_negative, quantilesOf(below), { absolute: 1e-9 });
      }
      program.dispose();
    },
  );
});

describe('the float64 reference itself', () => {
  const smooth = table.filter(([, { usage, share }]) => !(Number.isNaN(share) && usage.use === 'sample'));
  it.each(smooth.filter(([name]) => name.includes('three')))(
    '%s: central differences within 1e-6 normwise',
    (_, conformance) => {
      const spec = specOf(conformance);
      const { usage, share, domainAll = false, l1 } = conformance;
      const batch = {
        ...rowsBetween(spec.train, 0, rows),
        share,
        domainAll,
        noise: drawn(conformance, 'train', 0, rows),
        dropout: keptFactors(conformance, 'dropout', 0, rows),
        ...(spec.classWeights && { classWeights: spec.classWeights }),
      };
      const start = startOf(spec.model);
      const loss = (parameters: ArrayLike<number>) => referenceNetwork(spec.model, usage, parameters, batch, l1).loss;
      const { gradients } = referenceNetwork(spec.model, usage, start, batch, l1);
      expect(normwiseError(gradients, finiteDifference(loss, start))).toBeLessThan(1e-6);
    },
  );
});
