/** A dense layer as plain loops over row-major arrays; part of the plain-JavaScript peer. */
export class PlainDense {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly weightGradient: Float32Array;
  readonly biasGradient: Float32Array;
  readonly #inputs: number;
  readonly #outputs: number;

  /** Parameters and gradients are views into flat vectors: weight [outputs, inputs], then bias. */
  constructor(at: {
    parameters: Float32Array;
    gradients: Float32Array;
    offset: number;
    inputs: number;
    outputs: number;
  }) {
    const { parameters, gradients, offset, inputs, outputs } = at;
    const end = offset + inputs * outputs;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.weight = parameters.subarray(offset, end);
    this.bias = parameters.subarray(end, end + outputs);
    this.weightGradient = gradients.subarray(offset, end);
    this.biasGradient = gradients.subarray(end, end + outputs);
  }

  /** y[rows, outputs] = x[rows, inputs] · Wᵀ + b. */
  forward(x: Float32Array, y: Float32Array, rows: number): void {
    const { weight, bias } = this;
    const [inputs, outputs] = [this.#inputs, this.#outputs];
    for (let row = 0; row < rows; row++) {
      for (let out = 0; out < outputs; out++) {
        let sum = bias[out] ?? 0;
        for (let i = 0; i < inputs; i++) sum += (x[row * inputs + i] ?? 0) * (weight[out * inputs + i] ?? 0);
        y[row * outputs + out] = sum;
      }
    }
  }

  /** Gradients of the parameters from dy, added; and of x, written if `dx` is given. */
  backward(x: Float32Array, dy: Float32Array, rows: number, dx?: Float32Array): void {
    const { weight, weightGradient, biasGradient } = this;
    const [inputs, outputs] = [this.#inputs, this.#outputs];
    dx?.fill(0, 0, rows * inputs);
    for (let row = 0; row < rows; row++) {
      for (let out = 0; out < outputs; out++) {
        const d = dy[row * outputs + out] ?? 0;
        if (d === 0) continue;
        biasGradient[out] = (biasGradient[out] ?? 0) + d;
        for (let i = 0; i < inputs; i++) {
          const at = out * inputs + i;
          weightGradient[at] = (weightGradient[at] ?? 0) + d * (x[row * inputs + i] ?? 0);
          if (dx) dx[row * inputs + i] = (dx[row * inputs + i] ?? 0) + d * (weight[at] ?? 0);
        }
      }
    }
  }
}
