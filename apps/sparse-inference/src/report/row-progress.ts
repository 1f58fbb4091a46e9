/** Least time between two notes, in milliseconds. */
const interval = 2000;

/**
 * Tells how many rows are done and how long the rest will take, every two seconds at most. The pace is that since the
 * first rows were done: before them the whole table is looked through.
 *
 * @param now - a clock in milliseconds
 * @returns a function to call with the rows that are done and all rows; it returns a sentence when one is due
 */
export function rowProgress(
  now: () => number = () => performance.now(),
): (done: number, rows: number) => string | undefined {
  let first: { readonly time: number; readonly done: number } | undefined;
  let said = 0;
  return (done, rows) => {
    const time = now();
    if (first === undefined) {
      first = { time, done };
      said = time;
      return undefined;
    }
    if (done >= rows || done <= first.done || time - said < interval) return undefined;
    said = time;
    const left = (((time - first.time) / (done - first.done)) * (rows - done)) / 1000;
    return `${done} of ${rows} rows, ${left < 1 ? 'less than a second' : `${Math.round(left)} s`} left`;
  };
}
