import { parseWith } from '@reluctant/errors';
import * as z from 'zod';
import { type ColumnEncoding, type Preprocessor, preprocessorVersion } from './preprocessor.js';

const scaling = z.strictObject({ fill: z.number(), mean: z.number(), scale: z.number().positive() });
const indicator = z.boolean();
const kind = z.enum(['number', 'integer', 'boolean', 'text', 'date']);
const input = z.enum(['float', 'double', 'int64', 'string']);
const raw = { name: z.string().min(1), kind, input };

/** The inputs of each kind of column. */
const inputsOf: Readonly<Record<ColumnEncoding['kind'], readonly ColumnEncoding['input'][]>> = {
  number: ['float', 'double'],
  integer: ['int64'],
  boolean: ['float'],
  text: ['string'],
  date: ['int64'],
};

function isDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Encodings that `fitEncoding` makes, and no others. */
function isConsistent(encoding: ColumnEncoding): boolean {
  if (!inputsOf[encoding.kind].includes(encoding.input)) return false;
  if (encoding.role === 'date') return encoding.kind === 'date';
  if (encoding.role === 'boolean') return encoding.kind === 'boolean';
  if (encoding.role === 'numeric') return encoding.kind !== 'text';
  const texts = encoding.kind === 'text' || encoding.kind === 'integer';
  return encoding.categories.every((category) => (typeof category === 'string') === texts);
}

const encoding: z.ZodType<ColumnEncoding> = z
  .discriminatedUnion('role', [
    z.strictObject({ ...raw, role: z.literal('numeric'), scaling, indicator }),
    z.strictObject({ ...raw, role: z.literal('boolean'), fill: z.literal([0, 1]), indicator }),
    z.strictObject({
      ...{ ...raw, role: z.literal('categorical'), rare: z.boolean() },
      categories: z.array(z.union([z.string(), z.number(), z.null()])).refine(isDistinct, 'must be distinct'),
    }),
    z.strictObject({
      ...{ ...raw, role: z.literal('date'), scaling, indicator },
      parts: z.array(z.enum(['season', 'weekday', 'time'])).refine(isDistinct, 'must be distinct'),
    }),
  ])
  .refine(isConsistent, 'has a kind, an input and a role that do not belong together');

const schema: z.ZodType<Preprocessor> = z.strictObject({
  version: z.literal(preprocessorVersion),
  columns: z
    .array(encoding)
    .min(1)
    .refine((columns) => isDistinct(columns.map(({ name }) => name)), 'must have distinct names'),
  dropped: z.array(z.strictObject({ name: z.string(), why: z.string() })),
});

/**
 * A preprocessor from JSON, as in a checkpoint: `parsePreprocessor(JSON.parse(text))`.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the field
 */
export function parsePreprocessor(value: unknown): Preprocessor {
  return parseWith(schema, value, { owner: 'preprocessor', of: 'file' });
}
