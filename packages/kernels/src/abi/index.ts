export { productsForThreads, rowsPerCall } from '../generated/sparse-abi.js';
export { shareBins } from '../generated/training-abi.js';
export { type LayerSizes, type ParameterTensor, parameterTensors, type TensorName } from './parameter-tensors.js';
