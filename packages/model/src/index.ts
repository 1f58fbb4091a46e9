export type { BestEpoch } from './best-epoch.js';
export { type BottleneckClassifierOptions, bottleneckClassifier } from './bottleneck-classifier.js';
export type { Checkpoint } from './checkpoint.js';
export { decodeCheckpoint } from './decode-checkpoint.js';
export { type DecodedModel, decodeModel } from './decode-model.js';
export { type DecodeSafetensorsOptions, decodeSafetensors } from './decode-safetensors.js';
export { encodeCheckpoint } from './encode-checkpoint.js';
export { encodeFeedForward } from './encode-feed-forward.js';
export { type EncodableModel, encodeModel } from './encode-model.js';
export { encodeSafetensors } from './encode-safetensors.js';
export {
  type DenseLayer,
  type FeedForward,
  type FeedForwardLayers,
  gateOf,
  hiddenWidths,
  type Layer,
  outputWidth,
} from './feed-forward.js';
export { decodeFeedForward, feedForwardLayersSchema, feedForwardSchema } from './feed-forward-schema.js';
export { float32Data } from './float32-data.js';
export { type ForwardOptions, type ForwardPass, forwardReference } from './forward-reference.js';
export { type FromStateDictOptions, fromStateDict } from './from-state-dict.js';
export { type Initialisation, initialiseParameters } from './initialise-parameters.js';
export { flatParameters, type NamedParameter, namedParameters } from './named-parameters.js';
export { countParameters, type ParameterLayout, type ParameterSlot, parameterLayout } from './parameter-layout.js';
export type {
  DataType,
  DecodedTensor,
  DecodedTensorFile,
  StoredTensor,
  TensorData,
  TensorFile,
} from './safetensors-format.js';
export type { StateDict } from './state-dict.js';
export type { ShareInForce, TrainedModel } from './trained-model.js';
