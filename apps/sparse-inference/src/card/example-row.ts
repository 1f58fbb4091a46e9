import type { ColumnEncoding, Preprocessor } from '@reluctant/preprocessing';

/**
 * A row for examples: the median of each number and date, the first category of each text. No row of the data, which
 * may be private.
 */
export function exampleRow({ columns }: Preprocessor): Readonly<Record<string, number | string | boolean | null>> {
  return Object.fromEntries(columns.map((encoding) => [encoding.name, exampleField(encoding)]));
}

function exampleField(encoding: ColumnEncoding): number | string | boolean | null {
  switch (encoding.role) {
    case 'boolean':
      return encoding.fill === 1;
    case 'date':
      return new Date(encoding.scaling.fill).toISOString();
    case 'numeric':
      if (encoding.kind === 'date') return new Date(encoding.scaling.fill).toISOString();
      return encoding.kind === 'boolean' ? encoding.scaling.fill >= 0.5 : short(encoding.scaling.fill);
    case 'categorical':
      return firstCategory(encoding.categories);
  }
}

/** Seven digits: medians of float32 columns have more, which mean nothing. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}

/** The first category that can be written in JSON; null, which is missing, if there is none. */
function firstCategory(categories: readonly unknown[]): number | string | boolean | null {
  for (const category of categories) {
    if (typeof category === 'number' || typeof category === 'boolean') return category;
    if (typeof category === 'string' && category !== '') return category;
  }
  return null;
}
