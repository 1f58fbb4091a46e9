import { ReluctantError } from '@reluctant/errors';
import type { TensorData, TensorType } from '@reluctant/onnx/plan';
import type { Tensor } from 'onnxruntime-common';

const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

function unsupported(): ReluctantError {
  const message =
    'a result of a session is numbers in memory, no image or texture: make a Tensor of onnxruntime-web from them';
  return new ReluctantError('unsupported', message);
}

/**
 * A result in a page: the interface of onnxruntime's `Tensor` for data in memory. That class is not used, because its
 * parts for images and GPUs would be four of a page's thirty kilobytes, and onnxruntime-web has a copy of its own
 * anyway.
 */
export class PageTensor implements Tensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly size: number;
  #data: TensorData | undefined;

  constructor(type: TensorType, data: TensorData, dims: readonly number[]) {
    this.type = type;
    this.dims = dims;
    this.size = sizeOf(dims);
    this.#data = data;
  }

  /** @throws ReluctantError (`wrong-state`) after {@link dispose} */
  get data(): Tensor['data'] {
    if (this.#data === undefined) throw new ReluctantError('wrong-state', 'the tensor was disposed of');
    // The types of texts differ in being read-only.
    return this.#data as Tensor['data'];
  }

  get location(): Tensor.DataLocation {
    return this.#data === undefined ? 'none' : 'cpu';
  }

  get texture(): never {
    throw unsupported();
  }

  get gpuBuffer(): never {
    throw unsupported();
  }

  get mlTensor(): never {
    throw unsupported();
  }

  async getData(): Promise<Tensor['data']> {
    return this.data;
  }

  dispose(): void {
    this.#data = undefined;
  }

  /** @throws ReluctantError (`invalid-argument`) if the shape has another size */
  reshape(dims: readonly number[]): PageTensor {
    if (sizeOf(dims) !== this.size) {
      const message = `a tensor of ${this.size} elements cannot have the shape [${dims.join(', ')}]`;
      throw new ReluctantError('invalid-argument', message, { path: ['dims'] });
    }
    return new PageTensor(this.type, this.data as TensorData, dims);
  }

  toDataURL(): never {
    throw unsupported();
  }

  toImageData(): never {
    throw unsupported();
  }
}
