import type { MlpGraph } from '@reluctant/onnx';

/** One dense layer with its output buffer. */
interface PlainLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly relu: boolean;
  readonly y: Float32Array;
}

/**
 * The peer "plain JavaScript loop": straightforward code for a small net without a library. Typed arrays are allocated
 * once, and the loops have no allocations or checks (`as number` replaces them), for the best speed of this peer.
 */
export class PlainMlp {
  readonly inputs: number;
  readonly outputs: number;
  readonly #layers: readonly PlainLayer[];

  /** @throws Error for anything but dense layers with ReLU or nothing behind them */
  constructor({ layers }: MlpGraph) {
    this.#layers = layers.map((layer): PlainLayer => {
      if (layer.kind !== 'dense' || layer.activation === 'silu') throw new Error('only dense layers with ReLU');
      const { inputs, outputs, weight, bias = new Float32Array(outputs) } = layer.linear;
      return { inputs, outputs, weight, bias, relu: layer.activation === 'relu', y: new Float32Array(outputs) };
    });
    this.inputs = this.#layers[0]?.inputs ?? 0;
    this.outputs = this.#layers.at(-1)?.outputs ?? 0;
  }

  /** One row. */
  run(input: Float32Array, output: Float32Array): void {
    let x = input;
    for (const { inputs, outputs, weight, bias, relu, y } of this.#layers) {
      let at = 0;
      for (let unit = 0; unit < outputs; unit++) {
        let sum = bias[unit] as number;
        for (let i = 0; i < inputs; i++) sum += (weight[at++] as number) * (x[i] as number);
        y[unit] = relu && sum < 0 ? 0 : sum;
      }
      x = y;
    }
    output.set(x);
  }
}
