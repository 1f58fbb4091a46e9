import { datePartFeatures } from '../encode/date-parts.js';
import type { Category } from '../summary/count-categories.js';
import type { ColumnEncoding, Preprocessor } from './preprocessor.js';

/** The names of the features that `transform` makes, in order: `age`, `age missing`, `city = Oslo`, `city = (rare)`. */
export function featureNames(preprocessor: Preprocessor): readonly string[] {
  return preprocessor.columns.flatMap(encodingFeatures);
}

/** The names of the features of one column. */
export function encodingFeatures(encoding: ColumnEncoding): readonly string[] {
  const { name } = encoding;
  if (encoding.role === 'categorical') {
    const rare = encoding.rare ? [`${name} = (rare)`] : [];
    return [...encoding.categories.map((category) => `${name} = ${categoryName(category, encoding.kind)}`), ...rare];
  }
  const parts = encoding.role === 'date' ? encoding.parts.flatMap((part) => datePartFeatures[part]) : [];
  const missing = encoding.indicator ? [`${name} missing`] : [];
  return [name, ...parts.map((part) => `${name} ${part}`), ...missing];
}

function categoryName(category: Category, kind: ColumnEncoding['kind']): string {
  if (category === '' || category === null) return '(missing)';
  if (kind === 'boolean') return category === 1 ? 'true' : 'false';
  return kind === 'date' ? new Date(Number(category)).toISOString() : String(category);
}
