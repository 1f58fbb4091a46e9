/** Least time between two notes, in milliseconds. */
const interval = 2000;

/**
 * Tells how many rows are done and how long the rest will take, every two seconds at most.
 *
 * @param now - a clock in milliseconds
 * @returns a function to call with the rows that are done and all rows; it returns a sentence when one is due
 */
export function rowProgress(
  now: () => number = () => performance.now(),
): (done: number, rows: number) => string | undefined {
  const start = now();
  let said = start;
  return (done, rows) => {
    const time = now();
    if (done >= rows || done === 0 || time - said < interval) return undefined;
    said = time;
    const left = (((time - start) / done) * (rows - done)) / 1000;
    return `${done} of ${rows} rows, ${left < 1 ? 'less than a second' : `${Math.round(left)} s`} left`;
  };
}
