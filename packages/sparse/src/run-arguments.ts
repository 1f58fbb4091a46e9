import { invalidArgument, printable, ReluctantError } from '@reluctant/errors';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Fetches } from './feeds.js';

/** Options of one run: those of onnxruntime, and a signal. */
export interface RunOptions extends InferenceSession.RunOptions {
  /** If it is aborted before the call is computed, the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

const optionNames: readonly string[] = [
  'logSeverityLevel',
  'logVerbosityLevel',
  'terminate',
  'tag',
  'extra',
  'signal',
] satisfies (keyof RunOptions)[];

/** Outputs by name, with a tensor to write into or null. */
export type Targets = Readonly<Record<string, Tensor | null>>;

/** The second and third arguments of `run`, read as onnxruntime reads them. */
export interface RunArguments {
  /** The results to return, each with a tensor to write into, or null. Undefined: all. */
  readonly fetches: Targets | undefined;
  readonly options: RunOptions;
}

const nothing: RunArguments = { fetches: undefined, options: {} };

/**
 * Tells fetches from options: an array of names, or an object with a tensor or null for an output, are fetches.
 *
 * @throws ReluctantError in one sentence if an argument is neither, an output is unknown, or the call is aborted
 */
export function readRunArguments(first: unknown, second: unknown, outputNames: readonly string[]): RunArguments {
  if (first === undefined && second === undefined) return nothing;
  const fetches = fetchesOf(first, outputNames);
  const options = fetches === undefined && first !== undefined ? first : second;
  if (options === undefined) return { fetches, options: {} };
  if (typeof options !== 'object' || options === null) throw invalidArgument('options', 'an object', options);
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) {
    const message = `run: there is no option '${printable(unknown, 80)}'; known are ${optionNames.join(', ')}`;
    throw new ReluctantError('unknown-option', message, { path: [unknown] });
  }
  const read = options as RunOptions;
  if (read.terminate === true) throw new ReluctantError('wrong-state', 'the run was asked to terminate');
  if (read.signal !== undefined && !(read.signal instanceof AbortSignal))
    throw invalidArgument('options.signal', 'an AbortSignal', read.signal);
  read.signal?.throwIfAborted();
  return { fetches, options: read };
}

function fetchesOf(given: unknown, outputNames: readonly string[]): Targets | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'object' || given === null)
    throw invalidArgument('fetches', 'a list of names, an object of tensors, or options', given);
  if (Array.isArray(given)) {
    if (given.length === 0) throw invalidArgument('fetches', 'at least one name', given);
    return Object.fromEntries(given.map((name) => [knownName(String(name), outputNames), null]));
  }
  const targets = given as Exclude<Fetches, readonly string[]>;
  const names = Object.keys(targets);
  // No value is a tensor or null: options.
  if (!names.some((name) => isTarget(targets[name]))) return undefined;
  for (const name of names) knownName(name, outputNames);
  return targets;
}

function isTarget(value: unknown): boolean {
  return value === null || (typeof value === 'object' && 'dims' in value);
}

/** The target of an output: undefined if the output is not asked for, null if it is to be allocated. */
export function targetOf(fetches: Targets | undefined, name: string): Tensor | null | undefined {
  if (fetches === undefined) return null;
  // Any name may be that of an output, `constructor` too.
  return Object.hasOwn(fetches, name) ? fetches[name] : undefined;
}

function knownName(name: string, outputNames: readonly string[]): string {
  if (outputNames.includes(name)) return name;
  const names = outputNames.map((each) => `'${printable(each)}'`).join(', ');
  const message = `the model has no output '${printable(name)}': it has ${names}`;
  throw new ReluctantError('unknown-name', message, { path: ['fetches', name], expected: names, received: name });
}
