import { printable, ReluctantError } from '@reluctant/errors';
import type { NodeMessage } from '../format/messages.js';
import { noFiles, readTensor } from '../format/tensor-constant.js';
import { Initializers } from '../import/initializers.js';
import { type LayerReader, layerReaders } from '../import/layer-operators.js';
import { describeNode, NodeReader, type ReadingContext, readingContext } from '../import/node-reader.js';
import type { Value } from '../import/value.js';
import type { Operator } from '../operators/operator.js';
import { type TensorType, tensorTypes } from '../tensor/plain-tensor.js';
import { constantOf, isDefault, type KnownInputs, type KnownValue } from './known-value.js';
import type { GraphOperators } from './load-operators.js';
import type { ModelFile } from './model-file.js';
import type { DeclaredDims } from './onnx-plan.js';
import { OperatorsNeeded } from './operators-needed.js';

/** A node that is computed as it is, with the values of its inputs. */
export interface Producer {
  readonly name: string;
  /** @throws ReluctantError naming the node, if it is not supported */
  operator(): Operator;
  readonly inputs: readonly (Value | undefined)[];
}

/** An input as the file declares it. */
export interface DeclaredInput {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: DeclaredDims | undefined;
  readonly value: Value;
}

/** The default operator set of a file that names none, and the newest that is known. */
const [oldestOpset, newestOpset] = [7, 26];

/** The declared dimensions of a value; undefined if the file does not say. */
export function declaredDims(
  info: {
    readonly type?: {
      readonly tensorType?: { readonly shape?: { readonly dim: readonly { dimValue?: number; dimParam?: string }[] } };
    };
  },
  overrides: Readonly<Record<string, number>>,
): DeclaredDims | undefined {
  return info.type?.tensorType?.shape?.dim.map(
    ({ dimValue, dimParam }) => dimValue ?? overrides[dimParam ?? ''] ?? dimParam ?? '',
  );
}

/**
 * Reads the nodes of a graph in order. Each becomes part of a chain of layers where it can, is computed now where all
 * its inputs are constant, and is an operator of its own otherwise.
 */
export class GraphValues {
  readonly inputs: readonly DeclaredInput[];
  /** Operators of their own, by their results. */
  readonly producers: Map<Value, Producer> = new Map();
  readonly #values = new Map<string, KnownValue>();
  /** Results that are not tensors. */
  readonly #others = new Set<string>();
  readonly #initializers: Initializers;
  readonly #context: ReadingContext;
  /** Versions of the operator sets: of the default domain, and of `ai.onnx.ml`. */
  readonly #opset: number;
  readonly #mlOpset: number;
  readonly #operators: GraphOperators | undefined;

  /**
   * @throws ReluctantError naming the first node that is not supported
   * @throws OperatorsNeeded for a node that is not a layer, without operators
   */
  constructor(
    { model, graph, limits }: ModelFile,
    files: ReadonlyMap<string, Uint8Array>,
    overrides: Readonly<Record<string, number>>,
    operators: GraphOperators | undefined,
  ) {
    this.#operators = operators;
    const external = files.size === 0 ? noFiles : this.#loaded().externalBytes(files);
    this.#context = readingContext(limits.maxParameters, external);
    this.#initializers = new Initializers(graph, this.#context, (...given) =>
      this.#loaded().readSparseTensor(...given),
    );
    const opset = model.opsetImport.find(isDefault)?.version ?? 0;
    if (opset < oldestOpset || opset > newestOpset)
      throw new ReluctantError(
        'unsupported',
        `the file uses opset ${opset}, expected ${oldestOpset} to ${newestOpset}`,
      );
    this.#opset = opset;
    this.#mlOpset = model.opsetImport.find(({ domain }) => domain === 'ai.onnx.ml')?.version ?? 1;
    // Looked at first, because reading the weights of a large file takes time.
    graph.node.forEach((node, position) => {
      if (!this.#isKnown(node))
        throw new ReluctantError('unsupported', `${describeNode(node, position)}: this operator is not supported`);
    });
    // Early ONNX files list their initialisers among the inputs.
    this.inputs = graph.input
      .filter(({ name }) => !this.#initializers.has(name))
      .map((info): DeclaredInput => {
        const type = tensorTypes.get(info.type?.tensorType?.elemType ?? 0);
        if (type === undefined)
          throw new ReluctantError(
            'unsupported',
            `the input '${printable(info.name)}' is not a tensor of a supported type`,
          );
        const value: Value = { kind: 'input' };
        const dims = declaredDims(info, overrides);
        this.#values.set(info.name, { value, type, rank: dims?.length });
        return { name: info.name, type, dims, value };
      });
    graph.node.forEach((node, position) => {
      this.#read(node, position);
    });
  }

  /** The value of a name; undefined for a result that is not a tensor. */
  find(name: string): KnownValue | undefined {
    if (this.#others.has(name)) return undefined;
    const known = this.#values.get(name) ?? this.#constant(name);
    if (known === undefined)
      throw new ReluctantError('invalid-file', `the output '${printable(name)}' is not made by any node`);
    return known;
  }

  #constant(name: string): KnownValue | undefined {
    const value = this.#initializers.get(name);
    return value && { value, type: value.tensor.type, rank: value.tensor.dims.length };
  }

  #read(node: NodeMessage, position: number): void {
    const [output] = node.output;
    const where = describeNode(node, position);
    if (!output) throw new ReluctantError('invalid-file', `${where}: it has no output`);
    if (this.#values.has(output) || this.#others.has(output) || this.#initializers.has(output))
      throw new ReluctantError('invalid-file', `${where}: its output '${printable(output)}' exists already`);
    if (node.opType === 'ZipMap') {
      this.#others.add(output);
      return;
    }
    const inputs = node.input.map((name): KnownValue | undefined => {
      if (name === '') return undefined;
      const known = this.#values.get(name) ?? this.#constant(name);
      if (known !== undefined) return known;
      const what = this.#others.has(name)
        ? 'is not a tensor'
        : 'is not made by any node before it (a cycle, or a missing tensor)';
      throw new ReluctantError('invalid-file', `${where}: its input '${printable(name)}' ${what}`);
    });
    this.#values.set(output, this.#valueOf(node, position, inputs, output));
  }

  #valueOf(node: NodeMessage, position: number, inputs: KnownInputs, output: string): KnownValue {
    const reader = this.#reader(node, position, inputs);
    if (isDefault(node) && node.opType === 'Constant') {
      const tensor = reader.attribute('value')?.t;
      if (tensor === undefined) return constantOf(this.#loaded().readConstant(reader, output, this.#context));
      const { budget, files } = this.#context;
      return constantOf({ kind: 'constant', tensor: readTensor(tensor, output, budget, files) });
    }
    const constants = inputs.every((input) => input === undefined || input.value.kind === 'constant');
    if (!constants) {
      const turned = this.#turned(node, position, inputs, output);
      const chained = turned ?? this.#chained(node, reader, inputs);
      if (chained !== undefined) {
        // Half of a product that a later node may complete: it must be there by itself if none does. Identity and
        // Dropout give the value that another node makes.
        const made = inputs.every((input) => input?.value !== chained.value);
        if (made && ['sigmoid', 'gated'].includes(chained.value.kind))
          this.#produce(chained.value, node, position, () => this.#operator(node, reader, inputs), inputs);
        return chained;
      }
    }
    const operator = this.#operator(node, reader, inputs);
    if (constants) return this.#loaded().folded(reader, operator, inputs, output);
    const value: Value = { kind: 'input' };
    this.#produce(value, node, position, () => operator, inputs);
    return { value, type: operator.type, rank: this.#loaded().rankOf(node, inputs) };
  }

  #operator(node: NodeMessage, reader: NodeReader, inputs: KnownInputs): Operator {
    return this.#loaded().operatorOf(node, reader, inputs, isDefault(node) ? this.#opset : this.#mlOpset);
  }

  #loaded(): GraphOperators {
    if (this.#operators === undefined) throw new OperatorsNeeded();
    return this.#operators;
  }

  #isKnown(node: NodeMessage): boolean {
    if (isDefault(node) && (node.opType === 'Constant' || this.#layerReader(node) !== undefined)) return true;
    if (node.domain === 'ai.onnx.ml' && node.opType === 'ZipMap') return true;
    return this.#loaded().isOperator(node);
  }

  /** The reader of a node that may be part of a chain of layers. */
  #layerReader({ opType }: NodeMessage): LayerReader | undefined {
    return this.#operators?.sparseReaders.get(opType) ?? layerReaders.get(opType);
  }

  #produce(value: Value, node: NodeMessage, position: number, operator: () => Operator, inputs: KnownInputs): void {
    const name = describeNode(node, position);
    this.producers.set(value, { name, operator, inputs: inputs.map((input) => input?.value) });
  }

  #reader(node: NodeMessage, position: number, inputs: KnownInputs): NodeReader {
    return new NodeReader(
      node,
      position,
      inputs.map((input) => input?.value),
      this.#context,
    );
  }

  /** Gemm with transA: a Transpose, then a Gemm without. */
  #turned(node: NodeMessage, position: number, inputs: KnownInputs, output: string): KnownValue | undefined {
    const [first, ...rest] = inputs;
    const turns = node.opType === 'Gemm' && node.attribute.some(({ name, i }) => name === 'transA' && i === 1);
    if (!turns || first === undefined || first.value.kind === 'constant') return undefined;
    const transpose = { ...node, opType: 'Transpose', attribute: [] };
    const before = this.#valueOf(transpose, position, [first], output);
    const gemm = { ...node, attribute: node.attribute.filter(({ name }) => name !== 'transA') };
    return this.#valueOf(gemm, position, [{ ...before, rank: 2 }, ...rest], output);
  }

  /** The node as a part of a chain of layers, or as its own input, if it can be that. */
  #chained(node: NodeMessage, reader: NodeReader, inputs: KnownInputs): KnownValue | undefined {
    const [first] = inputs;
    const rank = Math.max(
      ...inputs.map((input) => (input?.value.kind === 'constant' ? 0 : (input?.rank ?? Number.NaN))),
    );
    const known = Number.isNaN(rank) ? undefined : rank;
    const read = isDefault(node) ? this.#layerReader(node) : undefined;
    if (read === undefined || first === undefined) return undefined;
    const aliases = node.opType === 'Identity' || node.opType === 'Dropout';
    const matrixOnly = node.opType === 'Flatten' || node.opType === 'BatchNormalization';
    if (matrixOnly && known !== 2) return undefined;
    if (node.opType === 'MatMul' && (known ?? 2) < 2) return undefined;
    if (
      !aliases &&
      inputs.some((input) => input?.value.kind !== 'constant' && (input?.type ?? 'float32') !== 'float32')
    )
      return undefined;
    try {
      return { value: read(reader), type: aliases ? first.type : 'float32', rank: known };
    } catch (error) {
      // Not part of a chain: it is computed as an operator of its own, which has the better message.
      if (ReluctantError.isInstance(error) && error.code === 'unsupported') return undefined;
      throw error;
    }
  }
}
