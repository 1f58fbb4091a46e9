import { philox4x32, purposes, type StreamKey, uniformFromWord } from '@reluctant/random';
import type { FeedForward } from './feed-forward.js';
import { layerTensors, parameterLayout } from './parameter-layout.js';

/**
 * How far from 0 the initial weights and biases of layers lie: uniform in ±1/√fan_in, as PyTorch's `nn.Linear`
 * (`linear`), or in ±√(6 / (fan_in + fan_out)), as scikit-learn's `MLPClassifier` and `MLPRegressor` (`glorot`; Glorot
 * and Bengio 2010). The latter begins with larger activations and needs fewer steps for a narrow net on many features.
 */
export type Initialisation = 'linear' | 'glorot';

/** Index of the first tensor of a layer's gate: after weight and bias. */
const firstGateTensor = 2;

/**
 * Initial parameters as PyTorch's `nn.Linear` makes them: weights and biases uniform in ±1/√fan_in, or by
 * {@link Initialisation} in Glorot's bound. Gates always begin as PyTorch's layers (fan_in of w1 and b1 is what the
 * gate reads, of w2 and b2 its hidden units). The logits of a gate that reads nothing start at 0, a share of ½, as
 * torch.nn.Parameter(torch.zeros(…)).
 *
 * Each value is fround((2u − 1) · bound), u from the stream `initialise` of {@link StreamKey}: step 0, layer = index of
 * the layer, unit = index of the tensor in its layer (weight 0, bias 1, w1 2, b1 3, w2 4, b2 5), row = element,
 * row-major. Models that differ only in their gates therefore start with the same linear layers, and a deeper net
 * starts like a shallower one. The distribution is PyTorch's, the numbers are not.
 *
 * @returns the flat vector in the order of {@link parameterLayout}
 */
export function initialiseParameters(
  model: FeedForward,
  key: StreamKey,
  initialisation: Initialisation = 'linear',
): Float32Array {
  const flat = new Float32Array(parameterLayout(model).size);
  // `RandomStream` returns one word per call, or all units from 0. Whole blocks of a single unit are needed here, so
  // Philox is called directly. A test compares the result with `RandomStream.word`.
  const block = new Uint32Array(4);
  let offset = 0;
  layerTensors(model).forEach((tensors, layer) => {
    for (const { shape, fanIn, index } of tensors) {
      const size = shape.reduce((product, length) => product * length, 1);
      const fanOut = model.layers[layer]?.out ?? 0;
      const glorot = initialisation === 'glorot' && index < firstGateTensor;
      const bound = fanIn === 0 ? 0 : glorot ? Math.sqrt(6 / (fanIn + fanOut)) : 1 / Math.sqrt(fanIn);
      const counter1 = (purposes.initialise << 16) | layer;
      for (let element = 0; element < size && bound > 0; element++) {
        if ((element & 3) === 0) philox4x32(0, counter1, index, element >>> 2, key.seed, key.run, block);
        flat[offset + element] = (2 * uniformFromWord(block[element & 3] ?? 0) - 1) * bound;
      }
      offset += size;
    }
  });
  return flat;
}
