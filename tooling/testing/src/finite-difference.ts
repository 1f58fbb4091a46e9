/**
 * Gradient of a scalar function by central differences in float64: (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h for each i.
 *
 * @param step - h; the default 1e−5 balances truncation (h²) against rounding (1e−16 / h)
 */
export function finiteDifference(f: (x: Float64Array) => number, at: ArrayLike<number>, step = 1e-5): Float64Array {
  const x = Float64Array.from(at);
  return x.map((value, index) => {
    x[index] = value + step;
    const above = f(x);
    x[index] = value - step;
    const below = f(x);
    x[index] = value;
    return (above - below) / (2 * step);
  });
}
