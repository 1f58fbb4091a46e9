import { expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it, test } from 'vitest';
import { cyclePosition } from '../encode/date-parts.js';
import { fitScaling } from '../encode/scaling.js';
import { createTable } from '../table/create-table.js';
import type { Table } from '../table/table.js';
import { classLabels, standardisedTarget } from '../target/encode-target.js';
import { fitTarget } from '../target/fit-target.js';
import { featureNames } from './feature-names.js';
import { fitPreprocessor } from './fit-preprocessor.js';
import { parsePreprocessor } from './parse-preprocessor.js';
import { transform } from './transform.js';

type Values = Readonly<Record<string, readonly (string | number | null)[]>>;

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly options: { readonly minFrequency?: number; readonly maxCategories?: number };
    readonly kinds: Readonly<Record<string, 'number' | 'boolean' | 'text' | 'category'>>;
    readonly fit: Values;
    readonly other: Values;
    readonly features: GoldenArray;
  }[];
  readonly dates: readonly (readonly [milliseconds: number, season: number, weekday: number, time: number])[];
  readonly targets: Readonly<
    Record<'words' | 'numbers', { values: unknown[]; classes: unknown[]; labels: number[] }>
  > & {
    readonly real: { values: GoldenArray; mean: number; scale: number; standardised: GoldenArray };
  };
  readonly constant: { readonly mean: number; readonly scale: number };
}

const golden = readGolden<Golden>(new URL('../../fixtures/preprocessing.json', import.meta.url));

function tableOf(values: Values, kinds: Golden['cases'][number]['kinds']): Table {
  return createTable(
    Object.entries(values).map(
      ([name, column]) =>
        [
          name,
          kinds[name] === 'boolean' ? column.map((value) => (value === null ? null : value === 1)) : column,
        ] as const,
    ),
  );
}

describe("scikit-learn's ColumnTransformer", () => {
  it.each(golden.cases)('$name: the features of other rows agree within 1e-6 of float32', (given) => {
    const categorical = Object.keys(given.kinds).filter((name) => given.kinds[name] === 'category');
    const fitted = fitPreprocessor(tableOf(given.fit, given.kinds), { ...given.options, categorical });
    const features = transform(fitted, tableOf(given.other, given.kinds));
    expect(featureNames(fitted)).toHaveLength(given.features.shape[1] ?? 0);
    expectAllClose(features, goldenNumbers(given.features), { absolute: 1e-7, relative: 1e-6 });
    const again = parsePreprocessor(JSON.parse(JSON.stringify(fitted)));
    expect(transform(again, tableOf(given.other, given.kinds))).toEqual(features);
  });

  it('a constant column has the scale 1', () => {
    const { mean, scale } = fitScaling(new Float64Array(7).fill(0.1), 0.1);
    expect([mean, scale]).toEqual([expect.closeTo(golden.constant.mean, 15), golden.constant.scale]);
  });
});

test("Python's datetime: day of the year, weekday and minute of 309 dates, exactly", () => {
  expect(golden.dates).toHaveLength(309);
  for (const [milliseconds, season, weekday, time] of golden.dates) {
    const parts = (['season', 'weekday', 'time'] as const).map((part) => cyclePosition(part, milliseconds));
    expect([milliseconds, ...parts]).toEqual([milliseconds, season, weekday, time]);
  }
});

describe("scikit-learn's targets", () => {
  it.each(['words', 'numbers'] as const)('%s: classes and labels are those of LabelEncoder', (kind) => {
    const { values, classes, labels } = golden.targets[kind];
    // Twice the rows, so that there are two of each class.
    const table = createTable({ target: [...values, ...values] });
    const target = fitTarget(table, 'target', { task: 'classification' });
    if (target.task !== 'classification') throw new Error('expected classes');
    expect(target.classes).toEqual(classes);
    expect([...classLabels(target, table)]).toEqual([...labels, ...labels]);
  });

  it('real: mean, scale and standardised values agree with StandardScaler within 1e-12 and float32', () => {
    const { values, mean, scale, standardised } = golden.targets.real;
    const table = createTable({ target: goldenNumbers(values) });
    const target = fitTarget(table, 'target');
    if (target.task !== 'regression') throw new Error('expected a real target');
    expectAllClose([target.mean, target.scale], [mean, scale], { relative: 1e-12 });
    expectAllClose(standardisedTarget(target, table), goldenNumbers(standardised), { absolute: 1e-7, relative: 1e-6 });
  });
});
