import type { ColumnEncoding } from '@reluctant/preprocessing';
import { encodingFeatures } from '@reluctant/preprocessing';
import type { GraphBuilder } from '../export/graph-builder.js';
import { dataTypes } from '../format/messages.js';
import { emitColumns, emitConcat, emitMissingIntegers } from './emit-columns.js';
import type { FeatureBlock, PlacedColumn } from './feature-block.js';

/** A column with one feature that is (x − mean) / scale, x = fill where missing, and perhaps an indicator. */
type NumberColumn = PlacedColumn<Extract<ColumnEncoding, { role: 'numeric' | 'boolean' | 'date' }>>;

/** True and false are 0 and 1, unscaled. */
const unscaled = { mean: 0, scale: 1 };

/**
 * Numbers, dates, true and false: imputed and standardised in double precision and rounded to float32 once, in the
 * order of operations of `transform`, so that the features have its bits. Beside them the indicators of missing values.
 */
export function emitNumbers(builder: GraphBuilder, columns: readonly NumberColumn[]): readonly FeatureBlock[] {
  const groups = (['float', 'double', 'int64'] as const)
    .map((type) => ({ type, members: columns.filter(({ encoding }) => encoding.input === type) }))
    .filter(({ members }) => members.length > 0);
  if (groups.length === 0) return [];
  const parts = groups.map(({ type, members }) => {
    const inputs = members.map(({ input }) => input);
    const raw = emitConcat(builder, `numbers.${type}`, inputs);
    const missing =
      type === 'int64'
        ? emitMissingIntegers(builder, `numbers.${type}.missing`, raw)
        : builder.node('IsNaN', `numbers.${type}.missing`, [raw]);
    const values =
      type === 'double' ? raw : builder.node('Cast', `numbers.${type}.double`, [raw], { to: dataTypes.double });
    return { values, missing };
  });
  const ordered = groups.flatMap(({ members }) => members);
  const values = parts.map((part) => part.values);
  const missing = parts.map((part) => part.missing);
  return emitScaled(
    builder,
    ordered,
    emitConcat(builder, 'numbers', values),
    emitConcat(builder, 'numbers.missing', missing),
  );
}

/** @param values - double [rows, columns] @param missing - bool [rows, columns] */
function emitScaled(
  builder: GraphBuilder,
  columns: readonly NumberColumn[],
  values: string,
  missing: string,
): readonly FeatureBlock[] {
  const scalings = columns.map(({ encoding }) =>
    encoding.role === 'boolean' ? { fill: encoding.fill, ...unscaled } : encoding.scaling,
  );
  const constant = (name: 'fill' | 'mean' | 'scale'): string =>
    builder.constant(
      `numbers.${name}`,
      [columns.length],
      Float64Array.from(scalings, (scaling) => scaling[name]),
    );
  const filled = builder.node('Where', 'numbers.filled', [missing, constant('fill'), values]);
  const centred = builder.node('Sub', 'numbers.centred', [filled, constant('mean')]);
  const scaled = builder.node('Div', 'numbers.scaled', [centred, constant('scale')]);
  const block = {
    name: builder.node('Cast', 'numbers.standardised', [scaled], { to: dataTypes.float }),
    features: columns.map(({ offset }) => offset),
  };
  const marked = columns.flatMap(({ encoding }, at) => (encoding.indicator ? [at] : []));
  if (marked.length === 0) return [block];
  const flags = emitColumns(builder, 'indicators.flags', missing, marked, columns.length);
  const indicators = {
    name: builder.node('Cast', 'indicators', [flags], { to: dataTypes.float }),
    // The indicator is the last feature of its column.
    features: columns.flatMap(({ encoding, offset }) =>
      encoding.indicator ? [offset + encodingFeatures(encoding).length - 1] : [],
    ),
  };
  return [block, indicators];
}
