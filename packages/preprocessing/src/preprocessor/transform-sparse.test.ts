import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';
import { createTable } from '../table/create-table.js';
import { featureNames } from './feature-names.js';
import { fitPreprocessor } from './fit-preprocessor.js';
import { transform } from './transform.js';
import { transformSparse } from './transform-sparse.js';

const rowValues = fc.record({
  size: fc.option(fc.integer({ min: -9, max: 9 })),
  city: fc.option(fc.constantFrom('Oslo', 'Lima', 'Rome', 'Bonn')),
  wet: fc.option(fc.boolean()),
  day: fc.option(fc.integer({ min: 0, max: 4e6 }).map((minutes) => new Date(60_000 * minutes))),
});

it.prop(
  [fc.array(rowValues, { minLength: 40, maxLength: 600 }), fc.array(rowValues, { minLength: 1, maxLength: 50 })],
  {
    seed: 5,
    numRuns: 40,
  },
)('transformSparse has exactly the features of transform, columns ascending, no zeros', (fitted, others) => {
  const tableOf = (rows: typeof fitted) => {
    const kinds = { size: 'number', city: 'text', wet: 'boolean', day: 'date' } as const;
    const columns = (['size', 'city', 'wet', 'day'] as const).map(
      (name) => [name, rows.map((row) => row[name])] as const,
    );
    return createTable(columns, { kinds });
  };
  const marked = fitted.map((row, at) => ({ ...row, size: at % 7, wet: at % 3 === 0 }));
  const preprocessor = fitPreprocessor(tableOf(marked), { categorical: ['wet'], minFrequency: 3 });
  const width = featureNames(preprocessor).length;
  for (const table of [tableOf(marked), tableOf(others)]) {
    const { starts, columns, values } = transformSparse(preprocessor, table);
    const dense = new Float32Array(table.rows * width);
    for (let row = 0; row < table.rows; row++) {
      for (let entry = starts[row] ?? 0, last = -1; entry < (starts[row + 1] ?? 0); entry++) {
        const column = columns[entry] ?? -1;
        expect(column).toBeGreaterThan(last);
        dense[row * width + column] = values[entry] ?? Number.NaN;
        last = column;
      }
    }
    expect(starts).toHaveLength(table.rows + 1);
    expect(starts[table.rows]).toBe(columns.length);
    expect(values.includes(0)).toBe(false);
    // −0 and 0 are the same feature.
    expect(dense).toEqual(transform(preprocessor, table).map((value) => value + 0));
  }
});
