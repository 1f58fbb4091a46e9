export { fromLayersModel, type ReadLayersModel } from './from-layers-model.js';
export { type LoadStateDictOptions, loadStateDict } from './load-state-dict.js';
export { type LayersModelOptions, toLayersModel } from './to-layers-model.js';
