import { type CategoricalEncoding, missingInteger } from '@reluctant/preprocessing';
import type { GraphBuilder } from '../export/graph-builder.js';
import { dataTypes } from '../format/messages.js';
import { emitColumns, emitConcat } from './emit-columns.js';
import type { FeatureBlock, PlacedColumn } from './feature-block.js';

type CategoryColumn = PlacedColumn<CategoricalEncoding>;

/**
 * One-hot features: the code of each category is its place among the features of its column; an unseen one has the code
 * behind them, which is that of the rare group, or of no feature where there is none.
 */
export function emitCategories(builder: GraphBuilder, given: readonly CategoryColumn[]): readonly FeatureBlock[] {
  const columns = given.filter(({ encoding }) => widthOf(encoding) > 0);
  if (columns.length === 0) return [];
  const codes = columns.map((column, index) => emitCode(builder, `category${index}`, column));
  const widths = columns.map(({ encoding }) => widthOf(encoding));
  const owners = widths.flatMap((width, at) => new Array<number>(width).fill(at));
  const own = widths.flatMap((width) => Array.from({ length: width }, (_, code) => code));
  const all = emitConcat(builder, 'categories.codes', codes);
  // A single column is repeated by the comparison itself.
  const repeated =
    columns.length === 1 ? all : emitColumns(builder, 'categories.repeated', all, owners, columns.length);
  const wanted = builder.constant('categories.wanted', [own.length], Float32Array.from(own));
  const equal = builder.node('Equal', 'categories.equal', [repeated, wanted]);
  const features = columns.flatMap(({ offset }, at) =>
    Array.from({ length: widths[at] ?? 0 }, (_, code) => offset + code),
  );
  return [{ name: builder.node('Cast', 'categories', [equal], { to: dataTypes.float }), features }];
}

function widthOf({ categories, rare }: CategoricalEncoding): number {
  return categories.length + (rare ? 1 : 0);
}

/** The codes of a column as float32 [rows, 1]. */
function emitCode(builder: GraphBuilder, name: string, { encoding, input }: CategoryColumn): string {
  if (encoding.input === 'string') return emitTextCode(builder, name, input, encoding);
  const matches = encoding.input === 'int64' ? emitIntegerMatches : emitNumberMatches;
  // Of each category, and of one more that nothing is equal to: it wins by its half where no other does.
  const equal = matches(builder, name, input, encoding);
  const scores = builder.node('Cast', `${name}.scores`, [equal], { to: dataTypes.float });
  const half = Float32Array.from({ length: encoding.categories.length + 1 }, (_, at) =>
    at === encoding.categories.length ? 0.5 : 0,
  );
  const decided = builder.node('Add', `${name}.decided`, [scores, builder.floats(`${name}.half`, [half.length], half)]);
  const place = builder.node('ArgMax', `${name}.place`, [decided], { axis: 1, keepdims: 1 });
  return builder.node('Cast', `${name}.code`, [place], { to: dataTypes.float });
}

function emitTextCode(builder: GraphBuilder, name: string, input: string, { categories }: CategoricalEncoding): string {
  // A map must have a key. Where every text is rare, the missing one is as good as any.
  const keys = categories.length === 0 ? [''] : categories.map(String);
  const attributes = {
    keys_strings: { texts: keys },
    values_floats: { floats: keys.map((_, code) => code) },
    default_float: { float: categories.length },
  };
  return builder.node('LabelEncoder', `${name}.code`, [input], attributes, 'ai.onnx.ml');
}

function emitIntegerMatches(
  builder: GraphBuilder,
  name: string,
  input: string,
  { categories }: CategoricalEncoding,
): string {
  const known = new Set(
    categories.map((category) => (category === null || category === '' ? missingInteger : BigInt(category))),
  );
  // A value that is no category: to be equal to it is to be unseen.
  let unseen = missingInteger;
  while (known.has(unseen)) unseen++;
  const wanted = builder.integers(`${name}.wanted`, [known.size + 1], [...known, unseen]);
  return builder.node('Equal', `${name}.equal`, [input, wanted]);
}

function emitNumberMatches(
  builder: GraphBuilder,
  name: string,
  input: string,
  { categories, input: type }: CategoricalEncoding,
): string {
  const numbers = [...categories.map((category) => (category === null ? Infinity : Number(category))), Number.NaN];
  const array = (values: readonly number[]) =>
    type === 'double' ? Float64Array.from(values) : Float32Array.from(values);
  let value = input;
  if (categories.includes(null)) {
    // A missing value is compared as infinity, which no row holds, because NaN is equal to nothing.
    const missing = builder.node('IsNaN', `${name}.missing`, [input]);
    const infinity = builder.constant(`${name}.infinity`, [1], array([Infinity]));
    value = builder.node('Where', `${name}.value`, [missing, infinity, input]);
  }
  return builder.node('Equal', `${name}.equal`, [
    value,
    builder.constant(`${name}.wanted`, [numbers.length], array(numbers)),
  ]);
}
