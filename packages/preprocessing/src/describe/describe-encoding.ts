import type { ColumnEncoding } from '../preprocessor/preprocessor.js';

/** What an encoding does, in a few words. */
export function describeEncoding(encoding: ColumnEncoding): string {
  if (encoding.role === 'categorical') return encoding.rare ? 'one-hot, rare ones together' : 'one-hot';
  const indicator = encoding.indicator ? ', missing marked' : '';
  switch (encoding.role) {
    case 'numeric':
      return `standardised${indicator}`;
    case 'boolean':
      return `0 and 1${indicator}`;
    case 'date':
      return `${['elapsed time', ...encoding.parts].join(', ')}${indicator}`;
  }
}
