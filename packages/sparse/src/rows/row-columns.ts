import { printable, ReluctantError } from '@reluctant/errors';
import type { PlanInput } from '@reluctant/onnx/plan';

/** True for an input that may be a column of rows. */
export function isColumn({ dims }: PlanInput): boolean {
  return dims !== undefined && (dims.length === 1 || (dims.length === 2 && dims[1] === 1));
}

/** Why a graph takes no row objects: an input is not a column, or of a type that no field of a row has. */
export function notRows({ name, type, dims }: PlanInput): ReluctantError {
  const shape = dims === undefined ? 'no declared shape' : `the shape [${dims.map((dim) => dim || '?').join(', ')}]`;
  const message = `runSync takes row objects where each input is a column [rows, 1]: the input '${printable(name)}' is ${type} and has ${shape}`;
  return new ReluctantError('unsupported', message, { path: ['rows'] });
}
