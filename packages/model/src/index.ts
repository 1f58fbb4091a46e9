export { type BottleneckClassifierOptions, bottleneckClassifier } from './bottleneck-classifier.js';
export {
  type DenseLayer,
  type FeedForward,
  gateOf,
  gateOutputs,
  hiddenWidths,
  type Layer,
  outputWidth,
} from './feed-forward.js';
export { initialiseParameters } from './initialise-parameters.js';
export { fromNamed, type NamedParameter, namedParameters } from './named-parameters.js';
export { countParameters, type ParameterLayout, type ParameterSlot, parameterLayout } from './parameter-layout.js';
