import { invalidOption, optionCheck } from '@reluctant/errors';
import type { OnnxLimits } from '@reluctant/onnx/plan';
import { isPrecision, isThreads, mostThreads, precisions } from './plain-options.js';
import type { SparseSessionOptions } from './sparse-session.js';

const checkNames = optionCheck<SparseSessionOptions>('SparseSession.create', {
  threads: true,
  precision: true,
  multiply: true,
  certify: true,
  onnxRuntime: true,
  limits: true,
  worker: true,
  executionProviders: true,
  intraOpNumThreads: true,
  interOpNumThreads: true,
  freeDimensionOverrides: true,
  graphOptimizationLevel: true,
  enableCpuMemArena: true,
  enableMemPattern: true,
  executionMode: true,
  optimizedModelFilePath: true,
  enableProfiling: true,
  profileFilePrefix: true,
  logId: true,
  logSeverityLevel: true,
  logVerbosityLevel: true,
  preferredOutputLocation: true,
  enableGraphCapture: true,
  externalData: true,
  extra: true,
});

/** Refuses unknown limits by name. */
export const checkLimits: ReturnType<typeof optionCheck<OnnxLimits>> = optionCheck<OnnxLimits>('the option limits', {
  maxBytes: true,
  maxFields: true,
  maxParameters: true,
});

/**
 * Checks the options of a session that have one meaning only here.
 *
 * @throws ReluctantError naming an option that is unknown or that no session supports
 */
export function checkOptions(options: SparseSessionOptions): void {
  checkNames(options);
  checkValues(options);
  const { executionProviders = [], preferredOutputLocation: location } = options;
  for (const provider of executionProviders) {
    const name = typeof provider === 'string' ? provider : provider.name;
    if (name !== 'cpu' && name !== 'wasm')
      throw invalidOption('executionProviders', "['cpu'], or ['wasm'] in browsers", executionProviders);
  }
  const locations = typeof location === 'object' ? Object.values(location) : [location ?? 'cpu'];
  if (locations.some((each) => each !== 'cpu')) throw invalidOption('preferredOutputLocation', "'cpu'", location);
  const { intraOpNumThreads = 0 } = options;
  if (!Number.isInteger(intraOpNumThreads) || intraOpNumThreads < 0)
    throw invalidOption('intraOpNumThreads', 'a whole number from 0 on', intraOpNumThreads);
  if (options.enableProfiling === true)
    throw invalidOption('enableProfiling', 'false: profiling is not supported', true);
  if (options.enableGraphCapture === true)
    throw invalidOption('enableGraphCapture', 'false: graph capture is not supported', true);
  for (const name of ['optimizedModelFilePath', 'profileFilePrefix'] as const) {
    if (options[name] !== undefined) throw invalidOption(name, 'absent: a session writes no files', options[name]);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Values that would otherwise be noticed late, in a sentence about something else. */
function checkValues(options: SparseSessionOptions): void {
  const { precision = 'float32', multiply = 'active', onnxRuntime = true, externalData = [] } = options;
  const { certify = true, threads = 1 } = options;
  if (!isThreads(threads)) throw invalidOption('threads', `a whole number from 1 to ${mostThreads}`, threads);
  const { limits = {}, freeDimensionOverrides = {}, executionProviders = [] } = options;
  if (!isPrecision(precision)) throw invalidOption('precision', precisions.join(', '), precision);
  if (!['active', 'all'].includes(multiply)) throw invalidOption('multiply', 'active or all', multiply);
  if (typeof certify !== 'boolean') throw invalidOption('certify', 'true or false', certify);
  const module: unknown = onnxRuntime;
  const isModule = isObject(module) && 'InferenceSession' in module && 'Tensor' in module;
  if (typeof module !== 'boolean' && !isModule)
    throw invalidOption('onnxRuntime', 'true, false, or the module of onnxruntime', onnxRuntime);
  if (
    !Array.isArray(executionProviders) ||
    !executionProviders.every((each) => typeof each === 'string' || isObject(each))
  )
    throw invalidOption('executionProviders', 'a list of names', executionProviders);
  if (!Array.isArray(externalData) || !externalData.every(isExternalFile))
    throw invalidOption('externalData', 'a list of { path, data }', externalData);
  for (const [name, numbers] of Object.entries({ limits, freeDimensionOverrides })) {
    if (!isObject(numbers)) throw invalidOption(name, 'an object of whole numbers', numbers);
    for (const [key, value] of Object.entries(numbers))
      if (!(Number.isSafeInteger(value) && value >= 0))
        throw invalidOption([name, key], 'a whole number from 0 on', value);
  }
  checkLimits(limits);
}

function isExternalFile(file: unknown): boolean {
  if (typeof file === 'string') return true;
  if (!isObject(file) || !('path' in file) || !('data' in file) || typeof file.path !== 'string') return false;
  return typeof file.data === 'string' || isObject(file.data);
}
