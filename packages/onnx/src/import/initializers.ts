import { printable, ReluctantError } from '@reluctant/errors';
import type { GraphMessage, TensorMessage } from '../format/messages.js';
import { readTensor } from '../format/tensor-constant.js';
import type { ReadingContext } from './node-reader.js';
import type { ConstantValue } from './value.js';

/** The initialisers of a graph. Each is read when a node first uses it: unused ones may be of any kind. */
export class Initializers {
  readonly #messages: ReadonlyMap<string, TensorMessage>;
  readonly #values = new Map<string, ConstantValue>();
  readonly #context: ReadingContext;

  /** @throws ReluctantError if two have the same name */
  constructor({ initializer }: GraphMessage, context: ReadingContext) {
    this.#context = context;
    const messages = new Map<string, TensorMessage>();
    for (const tensor of initializer) {
      if (messages.has(tensor.name))
        throw new ReluctantError('invalid-file', `two tensors are named '${printable(tensor.name)}'`);
      messages.set(tensor.name, tensor);
    }
    this.#messages = messages;
  }

  has(name: string): boolean {
    return this.#messages.has(name);
  }

  /** @throws ReluctantError if the tensor is damaged or not supported */
  get(name: string): ConstantValue | undefined {
    const known = this.#values.get(name);
    const message = this.#messages.get(name);
    if (known !== undefined || message === undefined) return known;
    const { budget, files } = this.#context;
    const value: ConstantValue = { kind: 'constant', tensor: readTensor(message, name, budget, files) };
    this.#values.set(name, value);
    return value;
  }
}
