import type { TensorData, TensorType } from '@reluctant/onnx/plan';
import type { Tensor } from 'onnxruntime-common';

/** Makes the tensors that `run` returns: onnxruntime's own class in Node, `PageTensor` in browsers. */
export type TensorClass = new (type: TensorType, data: TensorData, dims: readonly number[]) => Tensor;
