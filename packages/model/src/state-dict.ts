import { printable, ReluctantError } from '@reluctant/errors';
import { float32Data } from './float32-data.js';
import type { NamedParameter } from './named-parameters.js';
import type { StoredTensor } from './safetensors-format.js';

/** Tensors of a PyTorch `state_dict` by name: `0.weight`, `net.0.bias`, … */
export type StateDict = ReadonlyMap<string, StoredTensor>;

/** A counter that PyTorch keeps beside running statistics. No output depends on it. */
const counter = 'num_batches_tracked';

/** The module of a tensor, `net.0` of `net.0.weight`; '' of a bare `weight`. */
export function moduleOf(tensor: string): string {
  return tensor.slice(0, Math.max(0, tensor.lastIndexOf('.')));
}

/** The name of a module's tensor. */
export function tensorName(module: string, part: string): string {
  return module === '' ? part : `${module}.${part}`;
}

/**
 * The modules of a state_dict that have tensors, in order.
 *
 * Files keep tensors by type and name and not in the order of the modules. Names that differ in their numbers only
 * (`net.0`, `net.2`) are sorted by these; for others the caller has to say the order.
 *
 * @param given - all modules in order, if the caller says it
 * @throws ReluctantError if the order is not known, or `given` and the tensors differ
 */
export function orderedModules(tensors: StateDict, given?: readonly string[]): readonly string[] {
  const modules = [...new Set(Array.from(tensors.keys(), moduleOf))];
  const list = modules.map((module) => printable(module)).join(', ');
  if (given) {
    const absent = given.find((module) => !modules.includes(module));
    const surplus = modules.find((module) => !given.includes(module));
    const expected = absent === undefined ? `to have '${printable(surplus ?? '')}' too` : `some of ${list}`;
    if (absent === undefined && surplus === undefined) return given;
    const message = `the option modules: expected ${expected}, got ${given.map((module) => printable(module)).join(', ')}`;
    throw new ReluctantError('invalid-option', message, { path: ['modules'], received: given });
  }
  const patterns = new Set(modules.map((module) => module.replace(/\d+/g, '#')));
  if (patterns.size > 1) {
    const message = `the state_dict has the modules ${list}, and their names do not tell the order: expected the option modules`;
    throw new ReluctantError('invalid-option', message, { path: ['modules'], expected: 'the modules in order' });
  }
  return modules.toSorted(byNumbers);
}

function byNumbers(a: string, b: string): number {
  const [first, second] = [a, b].map((module) => (module.match(/\d+/g) ?? []).map(Number));
  const at = first?.findIndex((number, index) => number !== second?.[index]) ?? -1;
  return at < 0 ? 0 : (first?.[at] ?? 0) - (second?.[at] ?? 0);
}

/** What reads a state_dict: takes the tensors one by one, then knows which ones are left. */
export class StateDictReader {
  readonly #tensors: StateDict;
  readonly #taken = new Set<string>();

  constructor(tensors: StateDict) {
    this.#tensors = tensors;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /**
   * A tensor as float32.
   *
   * @param shape - what it must have; `undefined` for a length that may be any
   * @param user - what it is for, for the message: `layer 'dense'`
   * @throws ReluctantError (`invalid-file`) that names the tensor, the expected and the received shape
   */
  take(name: string, shape: readonly (number | undefined)[], user: string): NamedParameter {
    const tensor = this.#tensors.get(name);
    const expected = `shape [${shape.map((length) => length ?? 'any').join(', ')}]`;
    if (!tensor) {
      const message = `state_dict: tensor '${printable(name)}' of ${user} is missing: expected ${expected}`;
      throw new ReluctantError('invalid-file', message, { path: [name], expected });
    }
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((length, axis) => length === undefined || length === tensor.shape[axis]);
    if (!fits) {
      const message = `state_dict: tensor '${printable(name)}' of ${user} must have ${expected}, got [${tensor.shape.join(', ')}]`;
      throw new ReluctantError('invalid-file', message, { path: [name], expected, received: tensor.shape });
    }
    this.#taken.add(name);
    return { shape: tensor.shape, data: float32Data(tensor) };
  }

  /** @throws ReluctantError (`unsupported`) that names the first tensor that nothing took */
  refuseOthers(reader: string): void {
    for (const [name, { shape }] of this.#tensors) {
      if (this.#taken.has(name) || name.endsWith(counter)) continue;
      const message = `state_dict: tensor '${printable(name)}' of shape [${shape.join(', ')}] is not part of ${reader}`;
      throw new ReluctantError('unsupported', message, { path: [name] });
    }
  }
}
