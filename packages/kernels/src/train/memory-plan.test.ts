import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { layerBytes, programBytes, statisticsBytes } from '../generated/training-abi.js';
import { type MemoryPlan, planMemory, reservedBytes, type SetPlan } from './memory-plan.js';
import type { RowsSize, TrainingSize } from './training-shape.js';

const rowsOf: fc.Arbitrary<RowsSize> = fc.oneof(
  fc.record({ rows: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ rows: fc.integer({ min: 1, max: 300 }), entries: fc.nat(900) }),
);

const shapes: fc.Arbitrary<TrainingSize> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 70 }),
    units: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 }),
    // Above 1,024 rows gradients are summed in a separate buffer.
    batchSize: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1000, max: 1100 })),
    use: fc.constantFrom('sample' as const, 'mix' as const),
    gate: fc.constantFrom(
      undefined,
      { reads: 'layer', hidden: 8, tau: 1 } as const,
      { reads: 'element', hidden: 3, tau: 1 } as const,
      { reads: 'none', hidden: 8, tau: 1 } as const,
    ),
    dropout: fc.constantFrom(0, 0.5),
    loss: fc.constantFrom('cross_entropy' as const, 'squared_error' as const),
    weighted: fc.boolean(),
    shareQuantiles: fc.constantFrom([], [0.05, 0.5, 0.95]),
    train: rowsOf,
    sets: fc.record({ validation: rowsOf, test: rowsOf }),
  })
  .map(
    ({ gate, weighted, ...shape }): TrainingSize => ({
      ...{ domain: 'all', positive: 'silu', granularity: 'element', l1: 0, key: { seed: 0, run: 0 } },
      ...{ adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, ...shape },
      ...(gate && { gate }),
      ...(weighted && { classWeights: new Float32Array(shape.units.at(-1) ?? 0) }),
    }),
  );

/** The bytes from `address` on that kernels or TypeScript touch under a name. */
interface Region {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
}

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** Every region, its length derived from the accesses of the kernels, not from the plan. */
function regionsOf(shape: TrainingSize, plan: MemoryPlan): Region[] {
  const { programValues: program, layerValues, epoch, quantiles, batch, sets } = plan;
  const { units, inputs, gate } = shape;
  const hiddenUnits = units.slice(0, -1);
  const classes = units.at(-1) ?? 0;
  const depth = units.length;
  // A pass works on whole Philox calls of 32 rows, products on fours of units.
  const rows = roundUp(shape.batchSize, 32);
  const perUnit = (count: number): number => 4 * rows * roundUp(count, 4);
  const widest = Math.max(...units);
  const gateHidden = gate && gate.reads !== 'none' ? gate.hidden : 0;
  const outputs = shape.use === 'sample' ? 2 : 1;
  const gateParameters = (own: number): number =>
    gate ? gateHidden * (gate.reads === 'layer' ? own : 1) + gateHidden + outputs * gateHidden + outputs : 0;
  const parameterCount = units.reduce((sum, own, l) => {
    const below = units[l - 1] ?? inputs;
    return sum + own * below + own + (l < depth - 1 ? gateParameters(own) : 0);
  }, 0);
  const regions: Region[] = [];
  const add = (name: string, address: number, bytes: number): void => {
    if (bytes > 0) regions.push({ name, address, bytes });
  };
  add('program', plan.program, programBytes);
  add('layers', program.layers, layerBytes * depth);
  for (const name of ['parameters', 'gradients', 'm', 'v'] as const) {
    add(name, program[name], 4 * roundUp(parameterCount, 4));
  }
  add('x', program.x, perUnit(inputs));
  // Values need a row of the buffer, and room beside each row of a set, for every output.
  const perRow = shape.loss === 'squared_error' ? classes : 1;
  add('targets', program.targets, 4 * rows * perRow);
  if (shape.classWeights) add('classWeights', program.classWeights, 4 * classes);
  add('zeroRow', program.zeroRow, 4 * roundUp(inputs, 4));
  const addFeatures = (name: string, at: Pick<SetPlan, 'features' | 'starts' | 'columns'>, size: RowsSize): void => {
    if (size.entries === undefined) {
      add(`${name} features`, at.features, 4 * roundUp(inputs, 4) * size.rows);
      return;
    }
    add(`${name} values`, at.features, 4 * size.entries);
    add(`${name} columns`, at.columns, 4 * size.entries);
    add(`${name} starts`, at.starts, 4 * (size.rows + 1));
  };
  const { trainFeatures: features, trainStarts: starts, trainColumns: columns } = program;
  addFeatures('train', { features, starts, columns }, shape.train);
  if ([shape.train, ...Object.values(shape.sets)].some(({ entries }) => entries !== undefined)) {
    add('entryFirst', program.entryFirst, 4 * rows);
    add('entryEnd', program.entryEnd, 4 * rows);
    // Transposed in tiles of 4 inputs; 16 units at a time.
    add('inputMajor', program.inputMajor, 4 * roundUp(inputs, 4) * roundUp(units[0] ?? 0, 16));
    add('rowTile', program.rowTile, 4 * 4 * 16);
  }
  add('trainTargets', program.trainTargets, 4 * perRow * shape.train.rows);
  add('delta', program.delta, perUnit(widest));
  add('deltaOther', program.deltaOther, perUnit(widest));
  if (gate && depth > 1) {
    const logits = gate.reads === 'element' ? Math.max(...hiddenUnits) : 1;
    add('gateDelta', program.gateDelta, 4 * rows * logits);
    // Evaluations store bins and counts of each row in it.
    add('gateHiddenDelta', program.gateHiddenDelta, 4 * rows * Math.max(2, gateHidden));
  }
  add('results', program.results, 16);
  add('tile', program.tile, 4 * 4 * 8);
  add('dropoutWords', program.dropoutWords, 4 * 32);
  if (shape.batchSize > 1024) add('gradientSums', program.gradientSums, 8 * parameterCount);
  let [panels, packed] = [0, 0];
  units.forEach((own, l) => {
    const below = units[l - 1] ?? inputs;
    if (!layerValues[l]?.blocked) return;
    for (const terms of [below, own].map((all) => Math.min(256, all))) {
      // All rows in panels of 8, and the weights of 16 outputs, whose terms are written in fours.
      panels = Math.max(panels, 4 * terms * roundUp(shape.batchSize, 16));
      packed = Math.max(packed, 4 * 16 * roundUp(terms, 4));
    }
    // The weight gradient's terms are rows, at most 256 of them.
    const terms = Math.min(256, roundUp(shape.batchSize, 16));
    panels = Math.max(panels, 4 * terms * roundUp(below, 8));
    packed = Math.max(packed, 4 * 16 * terms);
  });
  add('panels', program.panels, panels);
  add('packed', program.packed, packed);
  if (!gate) add('shared z', layerValues[0]?.z ?? 0, perUnit(widest));
  layerValues.forEach((layer, l) => {
    const own = units[l] ?? 0;
    if (l === depth - 1) {
      if (gate) add('logits', layer.z, perUnit(classes));
      return;
    }
    if (gate) add(`z ${l}`, layer.z, perUnit(own));
    add(`h ${l}`, layer.h, perUnit(own));
    add(`slope ${l}`, layer.slope, perUnit(own));
    if (shape.use === 'sample') add(`noise ${l}`, layer.noise, 4 * rows * own);
    add(`statistics ${l}`, layer.statistics, statisticsBytes);
    if (!gate) return;
    const logits = gate.reads === 'element' ? own : 1;
    add(`gateTanh ${l}`, layer.gateTanh, 4 * rows * gateHidden * logits);
    add(`gateLogit ${l}`, layer.gateLogit, 4 * rows * logits);
    add(`gateSlope ${l}`, layer.gateSlope, 4 * rows * own);
    add(`gateOutput ${l}`, layer.gateOutput, 4 * (gateHidden + 1));
  });
  const steps = Math.ceil(shape.train.rows / shape.batchSize);
  // The order of the rows is written four at a time.
  add('epoch rows', epoch.rows, 4 * roundUp(shape.train.rows, 4));
  for (const name of ['shares', 'stepSizes', 'inverseRoots', 'gateStepSizes', 'gateInverseRoots', 'decays'] as const) {
    add(`epoch ${name}`, epoch[name], 4 * steps);
  }
  add('epoch domainAll', epoch.domainAll, steps);
  add('epoch losses', epoch.losses, 8 * steps);
  const levels = gate ? (shape.shareQuantiles?.length ?? 0) : 0;
  add('quantile levels', quantiles.levels, 8 * levels);
  add('quantile values', quantiles.values, 8 * 2 * levels * hiddenUnits.length);
  const addSet = (name: string, set: SetPlan, size: RowsSize): void => {
    addFeatures(name, set, size);
    add(`${name} targets`, set.targets, 4 * perRow * size.rows);
    add(`${name} logits`, set.logits, 4 * classes * size.rows);
  };
  addSet('batch', batch, { rows: shape.batchSize });
  for (const [name, set] of Object.entries(sets)) addSet(name, set, shape.sets[name] ?? { rows: 0 });
  return regions;
}

describe('planMemory', () => {
  it.prop([shapes], { seed: 3, numRuns: 150 })(
    'no two regions overlap, each whole region is inside the memory and begins at a multiple of 64',
    (shape) => {
      const plan = planMemory(shape);
      const regions = regionsOf(shape, plan).sort((a, b) => a.address - b.address);
      let end = reservedBytes;
      let before = 'the constants';
      for (const { name, address, bytes } of regions) {
        expect(address % 64, name).toBe(0);
        expect(address, `${name} begins behind ${before}`).toBeGreaterThanOrEqual(end);
        end = address + bytes;
        before = name;
      }
      expect(plan.bytes, `the memory ends behind ${before}`).toBeGreaterThanOrEqual(end);
    },
  );

  it.prop([shapes], { seed: 4, numRuns: 100 })(
    'no two tensors of the parameters overlap, and they fill the vector',
    (shape) => {
      const { programValues, layerValues } = planMemory(shape);
      const { reads = 'none', hidden = 0 } = shape.gate ?? {};
      const outputs = shape.use === 'sample' ? 2 : 1;
      for (const vector of ['parameters', 'gradients'] as const) {
        const own = new Uint8Array(programValues.parameterCount);
        const mark = (address: number, size: number): void => {
          const first = (address - programValues[vector]) / 4;
          expect(own.subarray(first, first + size).includes(1)).toBe(false);
          own.fill(1, first, first + size);
        };
        layerValues.forEach((layer, l) => {
          const at = (name: 'weight' | 'bias' | 'w1' | 'b1' | 'w2' | 'b2'): number =>
            vector === 'parameters' ? layer[name] : layer[`${name}Gradient`];
          mark(at('weight'), layer.inputs * layer.units);
          mark(at('bias'), layer.units);
          if (!shape.gate || l === layerValues.length - 1) return;
          mark(at('b2'), outputs);
          if (reads === 'none') return;
          mark(at('w1'), hidden * (reads === 'layer' ? layer.units : 1));
          mark(at('b1'), hidden);
          mark(at('w2'), outputs * hidden);
        });
        expect(own.every((marked) => marked === 1)).toBe(true);
      }
    },
  );

  it('counts the parameters of the post with layer gates: 124 + 3·20 + 10 and four gates of 58', () => {
    const [shape] = fc.sample(shapes, { numRuns: 1, seed: 1 });
    if (!shape) throw new Error('no sample');
    const post: TrainingSize = {
      ...shape,
      inputs: 30,
      units: [4, 4, 4, 4, 2],
      use: 'sample',
      gate: { reads: 'layer', hidden: 8, tau: 1 },
    };
    // A gate of 8 on 4 units with two logits: 32 + 8 + 16 + 2.
    expect(planMemory(post).programValues.parameterCount).toBe(124 + 3 * 20 + 10 + 4 * 58);
    // A gate that reads nothing: two logits.
    const constant: TrainingSize = { ...post, gate: { reads: 'none', hidden: 8, tau: 1 } };
    expect(planMemory(constant).programValues.parameterCount).toBe(124 + 3 * 20 + 10 + 4 * 2);
  });
});
