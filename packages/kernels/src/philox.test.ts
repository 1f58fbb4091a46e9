import { fc, it } from '@fast-check/vitest';
import { philox4x32 } from '@reluctant/random';
import { describe, expect } from 'vitest';
import { rawKernels } from './test-support/raw-kernels.js';

const { philox } = await rawKernels('simd');
const word = fc.nat(0xffffffff);

describe('Philox4x32-10 in AssemblyScript', () => {
  // The known-answer vectors of the Random123 library (kat_vectors).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('gives the published words for counter %j', (counter, key, words) => {
    expect([...philox(counter, key).subarray(0, 4)]).toEqual([...words]);
  });

  it.prop([fc.tuple(word, word, word, word), fc.tuple(word, word)], { seed: 2, numRuns: 200 })(
    'equals the twin in @reluctant/random to the bit, eight blocks at a time',
    (counter, key) => {
      const expected = new Uint32Array(32);
      for (let block = 0; block < 8; block++) {
        philox4x32(counter[0], counter[1], counter[2], counter[3] + block, key[0], key[1], expected, 4 * block);
      }
      expect(philox(counter, key)).toEqual(expected);
    },
  );
});
