import { type GateWeights, referenceActivation } from '@reluctant/activations';
import { optionCheck, printable, ReluctantError } from '@reluctant/errors';
import type { FeedForward } from './feed-forward.js';
import { namedParameters } from './named-parameters.js';

/** Options of {@link forwardReference}. */
export interface ForwardOptions {
  /** Share of ReLU; NaN = the gate decides. Ignored for a user's own activation. */
  readonly share: number;
  /** True to use domain `all` whatever the model says. Default false. */
  readonly domainAll?: boolean;
  /**
   * Required with `use: sample` unless the share is 0 or 1: the noise of each hidden layer, as for
   * `referenceActivation`.
   */
  readonly noise?: readonly ArrayLike<number>[];
}

const checkOptions = optionCheck<ForwardOptions>('forwardReference', { share: true, domainAll: true, noise: true });

/** The result of {@link forwardReference}, in float64. */
export interface ForwardPass {
  /** Row-major [rows, classes]. */
  readonly logits: Float64Array;
  /** One entry per hidden layer. */
  readonly hidden: readonly {
    /** Pre-activations z, row-major [rows, units]. */
    readonly z: Float64Array;
    /** Post-activations, row-major [rows, units]. */
    readonly y: Float64Array;
    /**
     * Noise-free shares of the gate, if it decided: one per row, per element (`reads: element`), or a single one
     * (`reads: none`).
     */
    readonly gateShare?: Float64Array;
  }[];
}

/**
 * A forward pass in plain float64 loops. Engines, exports and conversions are tested against it. Simple rather than
 * fast.
 *
 * @param parameters - flat, in the order of `parameterLayout`
 * @param x - features, row-major [rows, inputs]
 * @throws ReluctantError if sizes do not match, noise is missing, or the activation is a user's own, which has no
 * reference
 */
export function forwardReference(
  model: FeedForward,
  parameters: Float32Array,
  x: ArrayLike<number>,
  options: ForwardOptions,
): ForwardPass {
  checkOptions(options);
  const { activation } = model;
  if ('module' in activation) {
    const message = `activation '${printable(activation.name)}' is a module of its own and has no reference`;
    throw new ReluctantError('unsupported', message, { path: ['model', 'activation'] });
  }
  const rows = x.length / model.inputs;
  if (!Number.isInteger(rows)) {
    const message = `expected rows of ${model.inputs} features, got ${x.length} values`;
    throw new ReluctantError('invalid-argument', message, { path: ['x'], received: x.length });
  }
  const named = namedParameters(model, parameters);
  const tensor = (name: string): ArrayLike<number> => named.get(name)?.data ?? [];
  const hidden: ForwardPass['hidden'][number][] = [];
  let input: ArrayLike<number> = x;
  let z = new Float64Array();
  model.layers.forEach((layer, l) => {
    z = affine(input, rows, tensor(`linear${l}.weight`), tensor(`linear${l}.bias`), layer.out);
    if (l === model.layers.length - 1) return;
    const gate: GateWeights | undefined = activation.gate && {
      w1: tensor(`gate${l}.w1`),
      b1: tensor(`gate${l}.b1`),
      w2: tensor(`gate${l}.w2`),
      b2: tensor(`gate${l}.b2`),
    };
    const noise = options.noise?.[l];
    const { y, gateShare } = referenceActivation({ data: z, rows, units: layer.out }, activation, {
      share: options.share,
      ...(options.domainAll !== undefined && { domainAll: options.domainAll }),
      ...(noise && { noise }),
      ...(gate && { gate }),
    });
    hidden.push({ z, y, ...(gateShare && { gateShare }) });
    input = y;
  });
  return { logits: z, hidden };
}

/**
 * y = x·Wᵀ + b: x row-major [rows, in], W row-major [out, in]; each sum starts from the bias and runs along a row of W.
 */
function affine(
  x: ArrayLike<number>,
  rows: number,
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  out: number,
): Float64Array<ArrayBuffer> {
  const inputs = weight.length / out;
  const y = new Float64Array(rows * out);
  for (let row = 0; row < rows; row++) {
    for (let o = 0; o < out; o++) {
      let sum = bias[o] ?? Number.NaN;
      for (let i = 0; i < inputs; i++) {
        sum += (weight[o * inputs + i] ?? Number.NaN) * (x[row * inputs + i] ?? Number.NaN);
      }
      y[row * out + o] = sum;
    }
  }
  return y;
}
