import { printable, ReluctantError } from '@reluctant/errors';
import type { FeedForward } from './feed-forward.js';
import { parameterLayout } from './parameter-layout.js';

/** One parameter tensor by its name, e.g. `linear0.weight`. */
export interface NamedParameter {
  readonly shape: readonly number[];
  /** Row-major elements. */
  readonly data: Float32Array;
}

/**
 * The parameters of a model by name, in the layout's order. Each `data` is a view into `flat`: writing to one writes to
 * the other.
 *
 * @throws ReluctantError if `flat` does not have one element per parameter
 */
export function namedParameters(model: FeedForward, flat: Float32Array): ReadonlyMap<string, NamedParameter> {
  const layout = parameterLayout(model);
  checkFlatSize(flat, layout.size);
  return new Map(
    layout.slots.map(({ name, shape, offset, size }) => [name, { shape, data: flat.subarray(offset, offset + size) }]),
  );
}

/**
 * The flat vector of named tensors, copied: the inverse of {@link namedParameters}.
 *
 * @param named - exactly the model's tensors, in any order
 * @param code - code of the error: `invalid-file` if the tensors come from a file
 * @throws ReluctantError if a tensor is missing, has another shape, or is not part of the model
 */
export function flatParameters(
  model: FeedForward,
  named: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>,
  code: 'invalid-argument' | 'invalid-file' = 'invalid-argument',
): Float32Array {
  const layout = parameterLayout(model);
  const known = new Set(layout.slots.map((slot) => slot.name));
  for (const name of named.keys()) {
    if (known.has(name)) continue;
    throw new ReluctantError(code, `tensor ${printable(name)} is not a parameter of the model`, { path: [name] });
  }
  // All tensors are checked before the vector is allocated: a file's specification may claim any size.
  const parts = layout.slots.map(({ name, shape, offset, size }) => {
    const tensor = named.get(name);
    if (tensor === undefined) {
      const message = `tensor ${name} is missing: expected shape [${shape.join(', ')}]`;
      throw new ReluctantError(code, message, { path: [name] });
    }
    const sameShape = tensor.shape.length === shape.length && shape.every((length, i) => length === tensor.shape[i]);
    if (!sameShape || tensor.data.length !== size) {
      const got = `[${tensor.shape.join(', ')}] with ${tensor.data.length} elements`;
      const message = `tensor ${name} must have shape [${shape.join(', ')}], got ${got}`;
      throw new ReluctantError(code, message, { path: [name], received: tensor.shape });
    }
    return { data: tensor.data, offset };
  });
  const flat = new Float32Array(layout.size);
  for (const { data, offset } of parts) flat.set(data, offset);
  return flat;
}

/** @throws ReluctantError if a flat vector does not have `size` elements */
export function checkFlatSize(flat: Float32Array, size: number): void {
  if (flat.length === size) return;
  const message = `the model has ${size} parameters, got ${flat.length}`;
  throw new ReluctantError('invalid-argument', message, { path: ['parameters'], received: flat.length });
}
