import { fc, test } from '@fast-check/vitest';
import { bottleneckClassifier } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import { expect } from 'vitest';
import { parseStrategy } from '../strategy/parse-strategy.js';
import { defaultOptimiser } from '../train-options.js';
import { wasmEngine } from './index.js';

const uint32 = fc.nat(0xffffffff);

test.prop([fc.integer({ min: 1, max: 300 }), uint32, uint32, uint32], { seed: 21, numRuns: 60 })(
  'the order of an epoch is that of RandomStream, whatever the rows, key and epoch',
  async (rows, seed, run, epoch) => {
    const split = { features: new Float32Array(rows), labels: new Int32Array(rows), rows };
    const program = await wasmEngine({ build: 'simd' }).compile({
      model: bottleneckClassifier({ nFeatures: 1, nLayers: 1, nClasses: 2, activation: parseStrategy('relu').usage }),
      batchSize: 16,
      optimiser: defaultOptimiser,
      l1: 0,
      key: { seed, run },
      train: split,
      sets: {},
    });
    expect(program.order?.(epoch)).toEqual(new RandomStream({ seed, run }, 'shuffle').order(rows, epoch));
    program.dispose();
  },
);
