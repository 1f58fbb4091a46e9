import type { ColumnKind } from '@reluctant/preprocessing';

/** How texts may be read as values of a kind. */
export interface TextReading {
  readonly kind: Exclude<ColumnKind, 'text' | 'integer'>;
  /** SQL that is true where the text `v` can be read so. */
  readonly test: (v: string) => string;
  /** SQL of the value: DOUBLE for numbers and dates (milliseconds since 1970), BOOLEAN for true and false. */
  readonly value: (v: string) => string;
}

/** A number, but not with underscores: `1_000` is one for DuckDB alone. Beyond double precision it becomes infinite. */
const isNumber = (v: string): string => `try_cast(${v} AS DOUBLE) IS NOT NULL AND NOT contains(${v}, '_')`;

const anyNumber: TextReading = {
  kind: 'number',
  test: (v) => `(${isNumber(v)})`,
  value: (v) => `try_cast(${v} AS DOUBLE)`,
};

/**
 * Without a zero in front, as codes have it: `00501`. Only texts that do not begin with 1 to 9 need the slower test.
 */
const number: TextReading = {
  ...anyNumber,
  test: (v) =>
    `(${isNumber(v)} AND CASE WHEN ${v} >= '1' AND ${v} < ':' THEN true
      ELSE NOT regexp_matches(${v}, '^\\s*[+-]?0[0-9]') END)`,
};

const boolean: TextReading = {
  kind: 'boolean',
  test: (v) => `(lower(${v}) IN ('true', 'false'))`,
  value: (v) => `(lower(${v}) = 'true')`,
};

/** ISO 8601 with - or /, in UTC if no zone is named. */
const isoDate: TextReading = {
  kind: 'date',
  test: (v) =>
    `(try_cast(${v} AS TIMESTAMPTZ) IS NOT NULL AND regexp_full_match(${v}, '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([ T]\\d{1,2}:.*)?'))`,
  value: (v) => `epoch_ms(try_cast(${v} AS TIMESTAMPTZ))::DOUBLE`,
};

function writtenDate(date: string): TextReading {
  const formats = `['${date}', '${date} %H:%M', '${date} %H:%M:%S']`;
  return {
    kind: 'date',
    test: (v) =>
      `(try_strptime(${v}, ${formats}) IS NOT NULL AND regexp_matches(${v}, '^\\d{1,2}[./]\\d{1,2}[./]\\d{4}'))`,
    value: (v) => `epoch_ms(try_strptime(${v}, ${formats}))::DOUBLE`,
  };
}

/**
 * The readings by name: `anyNumber` is for columns whose kind is prescribed; `monthFirst` is 12/31/2024, `dayFirst`
 * 31/12/2024, `dotted` 31.12.2024.
 */
export const textReadings = {
  ...{ number, anyNumber, boolean, isoDate, dotted: writtenDate('%d.%m.%Y') },
  ...{ monthFirst: writtenDate('%m/%d/%Y'), dayFirst: writtenDate('%d/%m/%Y') },
} as const;

/** The name of a reading. */
export type ReadingName = keyof typeof textReadings;

const dates = ['isoDate', 'monthFirst', 'dayFirst', 'dotted'] as const;

/** The readings that make a column one of a prescribed kind; without one, those that are tried. */
export function readingsFor(kind: ColumnKind | undefined): readonly ReadingName[] {
  switch (kind) {
    case undefined:
      return ['number', 'boolean', ...dates];
    case 'number':
    case 'integer':
      return ['anyNumber'];
    case 'boolean':
      return ['boolean'];
    case 'date':
      return dates;
    case 'text':
      return [];
  }
}

/** Whether the same texts are different dates by month first and by day first. */
export function isAmbiguous(fitting: readonly ReadingName[]): boolean {
  return fitting.includes('monthFirst') && fitting.includes('dayFirst');
}
