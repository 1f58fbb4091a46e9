import { printable, ReluctantError } from '@reluctant/errors';
import type { GraphMessage, SparseTensorMessage, TensorMessage } from '../format/messages.js';
import { readTensor } from '../format/tensor-constant.js';
import type { ReadingContext } from './node-reader.js';
import type { readSparseTensor } from './sparse-initializer.js';
import type { ConstantValue } from './value.js';

/** The initialisers of a graph. Each is read when a node first uses it: unused ones may be of any kind. */
export class Initializers {
  readonly #messages: ReadonlyMap<string, TensorMessage>;
  readonly #sparse: ReadonlyMap<string, SparseTensorMessage>;
  readonly #values = new Map<string, ConstantValue>();
  readonly #context: ReadingContext;
  readonly #readSparse: typeof readSparseTensor;

  /**
   * @param readSparse - reads sparse ones
   * @throws ReluctantError if two have the same name
   */
  constructor(
    { initializer, sparseInitializer }: GraphMessage,
    context: ReadingContext,
    readSparse: typeof readSparseTensor,
  ) {
    this.#context = context;
    this.#readSparse = readSparse;
    this.#messages = new Map(initializer.map((tensor) => [tensor.name, tensor]));
    this.#sparse = new Map(sparseInitializer.map((tensor) => [sparseName(tensor), tensor]));
    const names = new Set<string>();
    for (const name of [...initializer.map((tensor) => tensor.name), ...sparseInitializer.map(sparseName)]) {
      if (names.has(name)) throw new ReluctantError('invalid-file', `two tensors are named '${printable(name)}'`);
      names.add(name);
    }
  }

  has(name: string): boolean {
    return this.#messages.has(name) || this.#sparse.has(name);
  }

  /** @throws ReluctantError if the tensor is damaged or not supported */
  get(name: string): ConstantValue | undefined {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = this.#read(name);
    if (value !== undefined) this.#values.set(name, value);
    return value;
  }

  #read(name: string): ConstantValue | undefined {
    const { budget, files } = this.#context;
    const sparse = this.#sparse.get(name);
    if (sparse !== undefined) return this.#readSparse(sparse, budget, files);
    const message = this.#messages.get(name);
    return message && { kind: 'constant', tensor: readTensor(message, name, budget, files) };
  }
}

/** The name of a sparse initialiser: that of its values. */
function sparseName({ values }: SparseTensorMessage): string {
  return values?.name ?? '';
}
