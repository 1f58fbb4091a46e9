import { ReluctantError } from '@reluctant/errors';
import { lastLayer } from '../import/chain.js';
import type { ActivatedValue, LinearValue, Value } from '../import/value.js';
import type { MlpLayer } from '../mlp-graph.js';
import { type PlainTensor, tensorTypes } from '../tensor/plain-tensor.js';
import { declaredDims, GraphValues } from './graph-values.js';
import type { KnownValue } from './known-value.js';
import type { GraphOperators } from './load-operators.js';
import type { ModelFile } from './model-file.js';
import type { OnnxPlan, PlanOutput, PlanStep, Slot } from './onnx-plan.js';
import { OperatorsNeeded } from './operators-needed.js';

/** Options of {@link planOnnx}. */
export interface PlanOptions {
  /** The bytes of other files in which tensors stand, by their paths in the model. */
  readonly externalFiles?: ReadonlyMap<string, Uint8Array>;
  /** Values of named dimensions. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** For nodes that are not layers: from `loadOperators`, or all of `@reluctant/onnx/operators`. */
  readonly operators?: GraphOperators | undefined;
}

/** A value that ends a layer. */
type LayerValue = LinearValue | (ActivatedValue & { readonly kind: 'relu' | 'silu' });

function isLayer(value: Value): value is LayerValue {
  return value.kind === 'linear' || value.kind === 'relu' || value.kind === 'silu';
}

/** The last layer of a value, and what it reads. */
function layerOf(value: LayerValue): { readonly layer: MlpLayer; readonly source: Value; readonly matrix: boolean } {
  const linear = value.kind === 'linear' ? value : value.source;
  return { ...lastLayer(linear, value.kind === 'linear' ? 'none' : value.kind), matrix: linear.matrix === true };
}

/** Values that must exist by themselves, because an output, an operator, or two layers read them. */
function demandedValues(values: GraphValues, outputs: readonly Value[]): Set<Value> {
  const demanded = new Set<Value>(outputs);
  const seen = new Set<Value>();
  const readers = new Map<Value, number>();
  const left = [...outputs];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (isLayer(value)) {
      const { source } = layerOf(value);
      const count = (readers.get(source) ?? 0) + 1;
      readers.set(source, count);
      if (count > 1 || !isLayer(source)) demanded.add(source);
      left.push(source);
      continue;
    }
    for (const input of values.producers.get(value)?.inputs ?? []) {
      if (input === undefined || input.kind === 'constant') continue;
      demanded.add(input);
      left.push(input);
    }
  }
  return demanded;
}

/**
 * Plans a whole graph as chains of layers, for sparse kernels, and single operators between them. A value that several
 * nodes read is computed once, exactly.
 *
 * @returns undefined if the graph has nodes that are not layers, and `operators` are not given
 * @throws ReluctantError: `unsupported`, naming the first node that is neither part of a chain nor a known operator, or
 * `invalid-file`
 */
export function planOnnx(file: ModelFile, options: PlanOptions & { readonly operators: GraphOperators }): OnnxPlan;
export function planOnnx(file: ModelFile, options?: PlanOptions): OnnxPlan | undefined;
export function planOnnx(file: ModelFile, options: PlanOptions = {}): OnnxPlan | undefined {
  try {
    return plan(file, options);
  } catch (error) {
    if (error instanceof OperatorsNeeded) return undefined;
    throw error;
  }
}

function plan(file: ModelFile, { externalFiles = new Map(), dimensions = {}, operators }: PlanOptions): OnnxPlan {
  const values = new GraphValues(file, externalFiles, dimensions, operators);
  const results = file.graph.output.map((info) => ({ info, known: values.find(info.name) }));
  if (results.length === 0) throw new ReluctantError('invalid-file', 'the graph has no output');
  const tensors = results.flatMap(({ known }) =>
    known === undefined || known.value.kind === 'constant' ? [] : [known.value],
  );
  const demanded = demandedValues(values, tensors);
  const slots = new Map<Value, Slot>(values.inputs.map(({ value }, slot) => [value, slot]));
  const steps: PlanStep[] = [];
  for (const value of inOrder(values, demanded)) {
    if (slots.has(value)) continue;
    steps.push(stepOf(values, value, demanded, slots));
  }
  return {
    inputs: values.inputs.map(({ name, type, dims }, slot) => ({ name, type, dims, slot })),
    outputs: results.map(({ info, known }): PlanOutput => {
      const declared = tensorTypes.get(info.type?.tensorType?.elemType ?? 0);
      const dims = declaredDims(info, dimensions);
      return { name: info.name, type: known?.type ?? declared, dims, source: known && sourceOf(known, slots) };
    }),
    steps,
    slots: slots.size,
    slow: operators?.slowStep(steps),
    metadata: Object.fromEntries(file.model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function sourceOf({ value }: KnownValue, slots: ReadonlyMap<Value, Slot>): Slot | PlainTensor | undefined {
  return value.kind === 'constant' ? value.tensor : slots.get(value);
}

/** The demanded values, each behind what it is computed from. */
function inOrder(values: GraphValues, demanded: ReadonlySet<Value>): Value[] {
  const ordered: Value[] = [];
  const state = new Map<Value, 'open' | 'done'>();
  // A stack of its own: graphs may be thousands of nodes deep.
  const stack = [...demanded];
  while (stack.length > 0) {
    const value = stack.at(-1) as Value;
    if (state.get(value) === 'done') {
      stack.pop();
      continue;
    }
    const before = inputsOf(values, value, demanded).filter((input) => state.get(input) !== 'done');
    if (before.length === 0 || state.get(value) === 'open') {
      state.set(value, 'done');
      ordered.push(value);
      stack.pop();
    } else {
      state.set(value, 'open');
      stack.push(...before);
    }
  }
  return ordered;
}

function inputsOf(values: GraphValues, value: Value, demanded: ReadonlySet<Value>): readonly Value[] {
  if (isLayer(value)) return [chainOf(value, demanded).source];
  return (values.producers.get(value)?.inputs ?? []).flatMap((input) =>
    input === undefined || input.kind === 'constant' ? [] : [input],
  );
}

/** The layers that end in a value, from the nearest demanded value on. */
function chainOf(
  value: LayerValue,
  demanded: ReadonlySet<Value>,
): { readonly layers: readonly MlpLayer[]; readonly source: Value; readonly matrix: boolean } {
  const layers: MlpLayer[] = [];
  let current: Value = value;
  let anyMatrix = false;
  do {
    const { layer, source, matrix }: ReturnType<typeof layerOf> = layerOf(current as LayerValue);
    layers.push(layer);
    anyMatrix ||= matrix;
    current = source;
  } while (isLayer(current) && !demanded.has(current));
  return { layers: layers.reverse(), source: current, matrix: anyMatrix };
}

function stepOf(values: GraphValues, value: Value, demanded: ReadonlySet<Value>, slots: Map<Value, Slot>): PlanStep {
  const slotOf = (input: Value): Slot => {
    const slot = slots.get(input);
    if (slot === undefined)
      throw new ReluctantError(
        'unsupported',
        'the graph uses a part of a sparse product, or of a gated block, by itself',
      );
    return slot;
  };
  if (isLayer(value)) {
    const { layers, source, matrix } = chainOf(value, demanded);
    const input = slotOf(source);
    const output = slots.size;
    slots.set(value, output);
    return { kind: 'chain', input, output, layers, matrix };
  }
  const producer = values.producers.get(value);
  if (producer === undefined)
    throw new ReluctantError(
      'unsupported',
      'the graph uses a part of a sparse product, or of a gated block, by itself',
    );
  const inputs = producer.inputs.map((input) =>
    input === undefined ? undefined : input.kind === 'constant' ? input.tensor : slotOf(input),
  );
  const output = slots.size;
  slots.set(value, output);
  return { kind: 'operator', name: producer.name, operator: producer.operator(), inputs, output };
}
