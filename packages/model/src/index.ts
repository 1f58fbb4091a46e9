export type { DenseLayer, FeedForward, Layer } from './feed-forward.js';
export type { ParameterLayout, ParameterSlot } from './parameter-layout.js';
