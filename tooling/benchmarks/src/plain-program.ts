import { parameterLayout } from '@reluctant/model';
import type { EpochRequest, ProgramSpec } from '@reluctant/trainer';
import { PlainDense } from './plain-dense.js';

/** Values of one hidden layer kept for the backward pass. */
interface Hidden {
  readonly dense: PlainDense;
  readonly units: number;
  readonly z: Float32Array;
  readonly h: Float32Array;
  readonly slope: Float32Array;
}

/**
 * The peer "plain JavaScript loop": straightforward code without a library. Ungated activations, Math.random for
 * sampling, Adam; typed arrays, no allocation per step. Gated activations are not implemented and have dashes in the
 * table.
 */
export class PlainProgram {
  readonly parameters: Float32Array;
  readonly #gradients: Float32Array;
  readonly #m: Float32Array;
  readonly #v: Float32Array;
  readonly #spec: ProgramSpec;
  readonly #hidden: Hidden[];
  readonly #head: PlainDense;
  readonly #classes: number;
  readonly #x: Float32Array;
  readonly #d: [Float32Array, Float32Array];
  readonly #logits: Float32Array;
  #step = 0;

  constructor(spec: ProgramSpec, parameters: Float32Array) {
    const { model, batchSize } = spec;
    this.#spec = spec;
    this.parameters = parameters;
    this.#gradients = new Float32Array(parameters.length);
    this.#m = new Float32Array(parameters.length);
    this.#v = new Float32Array(parameters.length);
    const { slots } = parameterLayout(model);
    const dense = model.layers.map((layer, index) => {
      const offset = slots.find((slot) => slot.name === `linear${index}.weight`)?.offset ?? 0;
      const inputs = model.layers[index - 1]?.out ?? model.inputs;
      return new PlainDense({ parameters, gradients: this.#gradients, offset, inputs, outputs: layer.out });
    });
    const buffer = (units: number): Float32Array => new Float32Array(batchSize * units);
    this.#hidden = model.layers.slice(0, -1).map(({ out: units }, index) => {
      const layer = dense[index];
      if (layer === undefined) throw new Error(`no layer ${index}`);
      return { dense: layer, units, z: buffer(units), h: buffer(units), slope: buffer(units) };
    });
    const head = dense.at(-1);
    if (head === undefined) throw new Error('a model has at least one layer');
    this.#head = head;
    this.#classes = model.layers.at(-1)?.out ?? 0;
    const widest = Math.max(...model.layers.map((layer) => layer.out));
    this.#x = buffer(model.inputs);
    this.#logits = buffer(this.#classes);
    this.#d = [buffer(widest), buffer(widest)];
  }

  trainEpoch({ rows, share, learningRate }: EpochRequest): number {
    const { batchSize, train, model } = this.#spec;
    const { features } = train;
    if ('starts' in features) throw new Error('the plain loop takes dense rows');
    let last = Number.NaN;
    for (let first = 0, step = 0; first < rows.length; first += batchSize, step++) {
      const batch = rows.subarray(first, first + batchSize);
      for (let row = 0; row < batch.length; row++) {
        const from = (batch[row] ?? 0) * model.inputs;
        for (let i = 0; i < model.inputs; i++) this.#x[row * model.inputs + i] = features[from + i] ?? 0;
      }
      last = this.#backpropagate(batch, share[step] ?? 0);
      this.#adam(learningRate[step] ?? 0);
    }
    return last;
  }

  #backpropagate(batch: Uint32Array, share: number): number {
    const rows = batch.length;
    let x = this.#x;
    for (const { dense, units, z, h, slope } of this.#hidden) {
      dense.forward(x, z, rows);
      for (let at = 0; at < rows * units; at++) {
        const value = z[at] ?? 0;
        if (share === 1 || (share > 0 && Math.random() < share)) {
          h[at] = Math.max(value, 0);
          slope[at] = value > 0 ? 1 : 0;
        } else {
          const sigmoid = 1 / (1 + Math.exp(-value));
          h[at] = value * sigmoid;
          slope[at] = sigmoid * (1 + value * (1 - sigmoid));
        }
      }
      x = h;
    }
    this.#head.forward(x, this.#logits, rows);
    const loss = this.#softmax(batch);
    this.#gradients.fill(0);
    let [d, other] = this.#d;
    this.#head.backward(x, this.#logits, rows, d);
    for (let l = this.#hidden.length - 1; l >= 0; l--) {
      const layer = this.#hidden[l];
      if (layer === undefined) break;
      for (let at = 0; at < rows * layer.units; at++) d[at] = (d[at] ?? 0) * (layer.slope[at] ?? 0);
      const below = this.#hidden[l - 1];
      layer.dense.backward(below?.h ?? this.#x, d, rows, below && other);
      [d, other] = [other, d];
    }
    return loss;
  }

  /** Mean cross-entropy; turns the logits into their gradient in place. */
  #softmax(batch: Uint32Array): number {
    const classes = this.#classes;
    const { train } = this.#spec;
    if (!('labels' in train)) throw new Error('the plain program trains on labels only');
    let loss = 0;
    for (let row = 0; row < batch.length; row++) {
      const logits = this.#logits.subarray(row * classes, (row + 1) * classes);
      const label = train.labels[batch[row] ?? 0] ?? 0;
      const top = Math.max(...logits);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += Math.exp((logits[c] ?? 0) - top);
      loss += Math.log(sum) + top - (logits[label] ?? 0);
      for (let c = 0; c < classes; c++) {
        logits[c] = (Math.exp((logits[c] ?? 0) - top) / sum - (c === label ? 1 : 0)) / batch.length;
      }
    }
    return loss / batch.length;
  }

  #adam(learningRate: number): void {
    const { beta1, beta2, epsilon } = this.#spec.optimiser;
    const t = ++this.#step;
    const size = learningRate / (1 - beta1 ** t);
    const root = 1 / Math.sqrt(1 - beta2 ** t);
    for (let at = 0; at < this.parameters.length; at++) {
      const g = this.#gradients[at] ?? 0;
      const m = beta1 * (this.#m[at] ?? 0) + (1 - beta1) * g;
      const v = beta2 * (this.#v[at] ?? 0) + (1 - beta2) * g * g;
      this.#m[at] = m;
      this.#v[at] = v;
      this.parameters[at] = (this.parameters[at] ?? 0) - (size * m) / (Math.sqrt(v) * root + epsilon);
    }
  }
}
