import { activationOperators } from './activation-operators.js';
import { cast } from './cast-operator.js';
import { elementwiseOperators } from './elementwise-operators.js';
import { encoderOperators } from './encoder-operators.js';
import { labelOperators } from './label-operators.js';
import { logicOperators } from './logic-operators.js';
import type { OperatorReader } from './operator.js';
import { productOperators } from './product-operators.js';
import { reduceOperators } from './reduce-operators.js';
import { rowOperators } from './row-operators.js';
import { shapeOperators } from './shape-operators.js';
import { unaryOperators } from './unary-operators.js';

const operators: ReadonlyMap<string, OperatorReader> = new Map([
  ...elementwiseOperators,
  ...logicOperators,
  ...unaryOperators,
  ['Cast', cast],
  ...activationOperators,
  ...shapeOperators,
  ...rowOperators,
  ...reduceOperators,
  ...productOperators,
]);

/** The reader of an operator, by its domain and name; undefined if it is not known. */
export function operatorReader(domain: string, operator: string): OperatorReader | undefined {
  if (domain === '' || domain === 'ai.onnx') return operators.get(operator);
  return domain === 'ai.onnx.ml' ? (labelOperators.get(operator) ?? encoderOperators.get(operator)) : undefined;
}

/** Inputs that an operator needs, where it is not one. Others are optional. */
const needed: ReadonlyMap<string, number> = new Map([
  ...[...elementwiseOperators.keys(), ...productOperators.keys()].map((name): [string, number] => [name, 2]),
  ...(['Reshape', 'Gather', 'ArrayFeatureExtractor'] as const).map((name): [string, number] => [name, 2]),
  ...(['Max', 'Min', 'Sum', 'Mean'] as const).map((name): [string, number] => [name, 1]),
  ['LayerNormalization', 2],
  ...(['Equal', 'And', 'Or', 'Xor', 'Mod'] as const).map((name): [string, number] => [name, 2]),
  ['Where', 3],
  ['BatchNormalization', 5],
]);

/** Operators that take any number of inputs, none of them optional. */
const variadic: ReadonlySet<string> = new Set(['Max', 'Min', 'Sum', 'Mean', 'Concat']);

/** Index of the first input that an operator needs and does not have; −1 if it has all. */
export function missingInput(operator: string, inputs: readonly unknown[]): number {
  const count = variadic.has(operator) ? Math.max(1, inputs.length) : (needed.get(operator) ?? 1);
  return Array.from({ length: count }, (_, index) => inputs[index]).indexOf(undefined);
}
