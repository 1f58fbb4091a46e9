// What some models turn out to need besides layers that the session's kernels run, in one module so that a page loads
// one file for it, with `import()` where a model shows the need.

export * as operators from '@reluctant/onnx/operators';
export { readExternalFiles } from './external-files.js';
export { openDelegate } from './open-delegate.js';
export { openRuntime, openWhole } from './open-whole.js';
export { RowInterface } from './rows/row-interface.js';
export { openRuntimeHere } from './runtime-handle.js';
export { checkOptions } from './session-options.js';
export { openShared, shareModel } from './shared-model.js';
