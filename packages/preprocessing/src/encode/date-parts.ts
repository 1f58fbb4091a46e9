/** The cyclic parts of a date. */
export type DatePart = 'season' | 'weekday' | 'time';

const day = 86_400_000;
const minute = 60_000;

/**
 * The positions of a date in its cycles, by integer division alone, so that a graph computes them exactly on int64:
 * `season` is the day of a year that begins on 1 March (0 … 365, 29 February last), `weekday` 0 … 6 from Monday,
 * `time` the minute of the day 0 … 1439. All in UTC, in the proleptic Gregorian calendar.
 *
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
 *
 * @param milliseconds - since 1970-01-01T00:00Z, whole
 */
export function cyclePosition(part: DatePart, milliseconds: number): number {
  const days = Math.floor(milliseconds / day);
  switch (part) {
    case 'time':
      return Math.floor((milliseconds - days * day) / minute);
    case 'weekday':
      return floorMod(days + 3, 7);
    case 'season': {
      // Days since 0000-03-01, then within an era of 400 years.
      const dayOfEra = floorMod(days + 719_468, 146_097);
      const yearOfEra = Math.floor(
        (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
      );
      return dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    }
  }
}

function floorMod(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

/** Names of the features of each part. */
export const datePartFeatures: Readonly<Record<DatePart, readonly string[]>> = {
  season: ['season sine', 'season cosine'],
  weekday: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  time: ['time sine', 'time cosine'],
};

/**
 * The features of each position, row-major [positions, features]: sine and cosine of the angle in the cycle, or
 * one-hot. A graph holds these tables and looks positions up.
 */
export const datePartTables: Readonly<Record<DatePart, Float32Array>> = {
  season: circle(366),
  weekday: Float32Array.from({ length: 49 }, (_, at) => (at % 8 === 0 ? 1 : 0)),
  time: circle(1440),
};

function circle(positions: number): Float32Array {
  return Float32Array.from({ length: 2 * positions }, (_, at) => {
    const angle = (2 * Math.PI * Math.floor(at / 2)) / positions;
    return at % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
