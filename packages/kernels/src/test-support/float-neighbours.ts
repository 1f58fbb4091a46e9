/** The float32 numbers beside a number: `steps` up (or down, if negative). Steps pass ±0 as one number each. */
export function neighbour(value: number, steps: number): number {
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  const at = bits[0] ?? 0;
  // Ordered like the numbers: negative ones count down from −1.
  const order = (at < 0 ? -2147483648 - at - 1 : at) + steps;
  bits[0] = order < 0 ? -2147483648 - order - 1 : order;
  return float[0] ?? value;
}
