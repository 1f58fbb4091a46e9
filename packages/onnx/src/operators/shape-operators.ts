import { ReluctantError } from '@reluctant/errors';
import type { NodeReader } from '../import/node-reader.js';
import {
  type NumericType,
  numbersOf,
  type PlainTensor,
  sizeOf,
  type TensorType,
  zeros,
} from '../tensor/plain-tensor.js';
import type { Operator, OperatorReader } from './operator.js';

function firstType(node: NodeReader, types: readonly (TensorType | undefined)[]): TensorType {
  const [type] = types;
  if (type === undefined) throw node.error('its first input is missing');
  return type;
}

function wrong(what: string): ReluctantError {
  return new ReluctantError('invalid-argument', what);
}

/** An axis counted from the end if negative. */
export function axisOf(axis: number, rank: number): number {
  const from = axis < 0 ? axis + rank : axis;
  if (from < 0 || from >= Math.max(rank, 1)) throw wrong(`axis ${axis} is outside of a tensor of ${rank} dimensions`);
  return from;
}

function reshaped({ type, data, dims }: PlainTensor, to: readonly number[]): PlainTensor {
  if (sizeOf(to) !== sizeOf(dims)) throw wrong(`[${dims.join(', ')}] cannot become [${to.join(', ')}]`);
  return { type, data, dims: to };
}

/** Reshape: 0 keeps a dimension, −1 is what remains. */
const reshape: OperatorReader = (node, types): Operator => {
  const keepsZero = node.integer('allowzero', 0) !== 0;
  return {
    type: firstType(node, types),
    compute: ([x, shape]) => {
      const { dims } = x as PlainTensor;
      const wanted = Array.from(numbersOf(shape as PlainTensor), (dim, axis) =>
        dim === 0 && !keepsZero ? (dims[axis] ?? 0) : dim,
      );
      const open = wanted.indexOf(-1);
      if (open >= 0) {
        const rest = wanted.reduce((product, dim, axis) => (axis === open ? product : product * dim), 1);
        wanted[open] = rest === 0 ? 0 : sizeOf(dims) / rest;
      }
      if (!wanted.every((dim) => Number.isInteger(dim) && dim >= 0))
        throw wrong(`[${dims.join(', ')}] cannot become [${wanted.join(', ')}]`);
      return reshaped(x as PlainTensor, wanted);
    },
  };
};

const flatten: OperatorReader = (node, types): Operator => {
  const axis = node.integer('axis', 1);
  return {
    type: firstType(node, types),
    compute: ([x]) => {
      const { dims } = x as PlainTensor;
      const split = axis < 0 ? axis + dims.length : axis;
      return reshaped(x as PlainTensor, [sizeOf(dims.slice(0, split)), sizeOf(dims.slice(split))]);
    },
  };
};

/** The axes of Squeeze and Unsqueeze: an attribute before opset 13, an input from then on. */
function axesFrom(node: NodeReader, input: PlainTensor | undefined): readonly number[] | undefined {
  return input === undefined ? node.integers('axes') : Array.from(numbersOf(input));
}

const squeeze: OperatorReader = (node, types): Operator => ({
  type: firstType(node, types),
  compute: ([x, axes]) => {
    const { dims } = x as PlainTensor;
    const taken = axesFrom(node, axes)?.map((axis) => axisOf(axis, dims.length));
    if (taken?.some((axis) => dims[axis] !== 1))
      throw wrong(`an axis of [${dims.join(', ')}] that it removes is not 1`);
    return reshaped(
      x as PlainTensor,
      dims.filter((dim, axis) => (taken === undefined ? dim !== 1 : !taken.includes(axis))),
    );
  },
});

const unsqueeze: OperatorReader = (node, types): Operator => ({
  type: firstType(node, types),
  compute: ([x, axes]) => {
    const { dims } = x as PlainTensor;
    const added = axesFrom(node, axes) ?? [];
    const rank = dims.length + added.length;
    const places = new Set(added.map((axis) => axisOf(axis, rank)));
    let next = 0;
    return reshaped(
      x as PlainTensor,
      Array.from({ length: rank }, (_, axis) => (places.has(axis) ? 1 : (dims[next++] ?? 1))),
    );
  },
});

/** Copies `length` elements of any type. */
function copyRun(to: PlainTensor['data'], at: number, from: PlainTensor['data'], start: number, length: number): void {
  const target = to as { [index: number]: unknown };
  for (let index = 0; index < length; index++) target[at + index] = from[start + index];
}

function emptyLike(type: TensorType, size: number): PlainTensor['data'] {
  return type === 'string' ? new Array<string>(size).fill('') : zeros(type as NumericType, size);
}

const concat: OperatorReader = (node, types): Operator => {
  const type = firstType(node, types);
  if (types.some((each) => each !== type)) throw node.error(`its inputs are ${types.join(' and ')}`);
  const axis = node.integer('axis', 1);
  return {
    type,
    compute: (inputs) => {
      const parts = inputs as readonly PlainTensor[];
      const [{ dims }] = parts as readonly [PlainTensor];
      const place = axisOf(axis, dims.length);
      const fits = parts.every(
        (part) => part.dims.length === dims.length && part.dims.every((dim, at) => at === place || dim === dims[at]),
      );
      if (!fits) throw wrong(`the shapes ${parts.map((part) => `[${part.dims.join(', ')}]`).join(' and ')} do not fit`);
      const along = parts.reduce((sum, part) => sum + (part.dims[place] ?? 0), 0);
      const outer = sizeOf(dims.slice(0, place));
      const inner = sizeOf(dims.slice(place + 1));
      const data = emptyLike(type, outer * along * inner);
      let column = 0;
      for (const part of parts) {
        const run = (part.dims[place] ?? 0) * inner;
        for (let row = 0; row < outer; row++) copyRun(data, row * along * inner + column, part.data, row * run, run);
        column += run;
      }
      return { type, data, dims: dims.map((dim, at) => (at === place ? along : dim)) };
    },
  };
};

const transpose: OperatorReader = (node, types): Operator => {
  const type = firstType(node, types);
  const given = node.integers('perm');
  return {
    type,
    compute: ([x]) => {
      const { dims, data } = x as PlainTensor;
      const perm = given ?? dims.map((_, axis) => dims.length - 1 - axis);
      const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
      const turned = perm.map((axis) => dims[axis] ?? 1);
      const result = emptyLike(type, data.length) as { [index: number]: unknown };
      const counters = turned.map(() => 0);
      for (let index = 0; index < data.length; index++) {
        let from = 0;
        for (let axis = 0; axis < perm.length; axis++) from += (counters[axis] ?? 0) * (strides[perm[axis] ?? 0] ?? 0);
        result[index] = data[from];
        for (let axis = turned.length - 1; axis >= 0; axis--) {
          const count = (counters[axis] ?? 0) + 1;
          counters[axis] = count < (turned[axis] ?? 1) ? count : 0;
          if (count < (turned[axis] ?? 1)) break;
        }
      }
      return { type, dims: turned, data: result as unknown as PlainTensor['data'] };
    },
  };
};

const shape: OperatorReader = (node): Operator => {
  const [start, end] = [node.integer('start', 0), node.attribute('end')?.i];
  return {
    type: 'int64',
    compute: ([x]) => {
      const part = (x as PlainTensor).dims.slice(start, end);
      return { type: 'int64', dims: [part.length], data: BigInt64Array.from(part, BigInt) };
    },
  };
};

/** Takes slices along an axis; negative indices count from the end. */
const gather: OperatorReader = (node, types): Operator => {
  const type = firstType(node, types);
  const axis = node.integer('axis', 0);
  return {
    type,
    compute: ([x, indices]) => {
      const { dims, data } = x as PlainTensor;
      const place = axisOf(axis, dims.length);
      const along = dims[place] ?? 1;
      const wanted = numbersOf(indices as PlainTensor);
      const outer = sizeOf(dims.slice(0, place));
      const inner = sizeOf(dims.slice(place + 1));
      const result = emptyLike(type, outer * wanted.length * inner);
      for (let row = 0; row < outer; row++) {
        for (let each = 0; each < wanted.length; each++) {
          const from = (wanted[each] ?? 0) < 0 ? (wanted[each] ?? 0) + along : (wanted[each] ?? 0);
          if (!(from >= 0 && from < along)) throw wrong(`index ${wanted[each]} is outside of ${along} elements`);
          copyRun(result, (row * wanted.length + each) * inner, data, (row * along + from) * inner, inner);
        }
      }
      const { dims: indexDims } = indices as PlainTensor;
      return { type, data: result, dims: [...dims.slice(0, place), ...indexDims, ...dims.slice(place + 1)] };
    },
  };
};

/** Operators that move elements without changing them. */
export const shapeOperators: ReadonlyMap<string, OperatorReader> = new Map([
  ['Reshape', reshape],
  ['Flatten', flatten],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Concat', concat],
  ['Transpose', transpose],
  ['Shape', shape],
  ['Gather', gather],
]);
