import { elementwiseOperators } from './elementwise-operators.js';
import { labelOperators } from './label-operators.js';
import type { OperatorReader } from './operator.js';
import { productOperators } from './product-operators.js';
import { rowOperators } from './row-operators.js';
import { shapeOperators } from './shape-operators.js';
import { unaryOperators } from './unary-operators.js';

const operators: ReadonlyMap<string, OperatorReader> = new Map([
  ...elementwiseOperators,
  ...unaryOperators,
  ...shapeOperators,
  ...rowOperators,
  ...productOperators,
]);

/** The reader of an operator, by its domain and name; undefined if it is not known. */
export function operatorReader(domain: string, operator: string): OperatorReader | undefined {
  if (domain === '' || domain === 'ai.onnx') return operators.get(operator);
  return domain === 'ai.onnx.ml' ? labelOperators.get(operator) : undefined;
}
