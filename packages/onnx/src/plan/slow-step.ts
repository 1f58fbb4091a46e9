import type { PlanStep } from './onnx-plan.js';

/** A matrix product in plain loops, or an activation in plain loops from which layers are computed. */
export function slowStep(steps: readonly PlanStep[]): string | undefined {
  // What layers are computed from, found from the end on: steps stand behind what they read.
  const read = new Set<unknown>();
  let slow: string | undefined;
  for (const step of [...steps].reverse()) {
    if (step.kind === 'chain') {
      read.add(step.input);
      continue;
    }
    const { name, operator, inputs, output } = step;
    if (operator.plainProduct === true)
      slow = `${name}: a product that is not of float32 with constant, finite weights`;
    if (!read.has(output)) continue;
    if (operator.activation === true) slow = `${name}: an activation that skips nothing`;
    for (const input of inputs) read.add(input);
  }
  return slow;
}
