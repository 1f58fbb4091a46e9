import { ReluctantError } from '@reluctant/errors';
import type { OperatorStep, PlainTensor } from '@reluctant/onnx/plan';

/** The result of an operator. @throws ReluctantError naming the node, if its inputs do not fit */
export function compute(
  { operator, inputs, name }: OperatorStep,
  slots: readonly (PlainTensor | undefined)[],
): PlainTensor {
  try {
    return operator.compute(inputs.map((input) => (typeof input === 'number' ? slots[input] : input)));
  } catch (error) {
    if (!ReluctantError.isInstance(error)) throw error;
    throw new ReluctantError('invalid-argument', `${name}: ${error.message}`, { cause: error });
  }
}
