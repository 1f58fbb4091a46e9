import { printable, ReluctantError } from '@reluctant/errors';
import { Tensor } from 'onnxruntime-common';

/** Named tensors, as in onnxruntime's inputs and outputs. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/** The results to return: names, or names with tensors to write into (null allocates one). */
export type Fetches = readonly string[] | Readonly<Record<string, Tensor | null>>;

/** A float32 matrix from the feeds. */
export interface Batch {
  readonly data: Float32Array;
  readonly rows: number;
}

/**
 * Checks feeds like `InferenceSession.run`.
 *
 * @throws ReluctantError in one sentence if the input is missing, unknown, not float32, or of another shape than [rows,
 * inputs]
 */
export function readFeeds(feeds: TensorMap, inputName: string, inputs: number): Batch {
  for (const name of Object.keys(feeds)) {
    if (name === inputName) continue;
    const message = `the model has no input '${printable(name)}': its input is '${printable(inputName)}'`;
    throw new ReluctantError('unknown-name', message, { path: ['feeds', name], expected: inputName, received: name });
  }
  const tensor = feeds[inputName];
  if (tensor === undefined) throw wrongFeed(inputName, 'is missing in the feeds');
  if (tensor.type !== 'float32' || !(tensor.data instanceof Float32Array)) {
    throw wrongFeed(inputName, `must be float32, got ${tensor.type}`);
  }
  const [rows, columns] = tensor.dims;
  if (tensor.dims.length !== 2 || rows === undefined || rows < 1 || columns !== inputs) {
    throw wrongFeed(inputName, `must have the shape [rows, ${inputs}], got [${tensor.dims.join(', ')}]`);
  }
  return { data: tensor.data, rows };
}

function wrongFeed(inputName: string, what: string): ReluctantError {
  const message = `the input '${printable(inputName)}' ${what}`;
  return new ReluctantError('invalid-argument', message, { path: ['feeds', inputName] });
}

/**
 * The caller's tensor for the output, if given.
 *
 * @throws ReluctantError if fetches name another output or the tensor does not match
 */
export function fetchTarget(
  fetches: Fetches | undefined,
  outputName: string,
  rows: number,
  outputs: number,
): Tensor | undefined {
  if (fetches === undefined) return undefined;
  const names = Array.isArray(fetches) ? (fetches as readonly string[]) : Object.keys(fetches);
  for (const name of names) {
    if (name === outputName) continue;
    const message = `the model has no output '${printable(name)}': its output is '${printable(outputName)}'`;
    throw new ReluctantError('unknown-name', message, {
      path: ['fetches', name],
      expected: outputName,
      received: name,
    });
  }
  const given = Array.isArray(fetches) ? undefined : (fetches as Readonly<Record<string, Tensor | null>>)[outputName];
  if (given === undefined || given === null) return undefined;
  if (!(given.data instanceof Float32Array) || given.data.length !== rows * outputs) {
    const message = `the tensor for '${printable(outputName)}' must be float32 of the shape [${rows}, ${outputs}]`;
    throw new ReluctantError('invalid-argument', message, { path: ['fetches', outputName] });
  }
  return given;
}

/** The single result. */
export function resultOf(
  outputName: string,
  data: Float32Array,
  rows: number,
  outputs: number,
): Record<string, Tensor> {
  return { [outputName]: new Tensor('float32', data, [rows, outputs]) };
}
