import { parseWith } from '@reluctant/errors';
import * as z from 'zod';
import { type ClassTarget, type Target, targetVersion } from './target.js';

const common = { version: z.literal(targetVersion), name: z.string().min(1) };

const classTypes: Readonly<Record<ClassTarget['kind'], 'string' | 'number' | 'boolean'>> = {
  number: 'number',
  integer: 'string',
  boolean: 'boolean',
  text: 'string',
};

const schema: z.ZodType<Target> = z.discriminatedUnion('task', [
  z
    .strictObject({
      ...common,
      task: z.literal('classification'),
      kind: z.enum(['number', 'integer', 'boolean', 'text']),
      classes: z
        .array(z.union([z.string(), z.number(), z.boolean()]))
        .min(2)
        .refine((classes) => new Set(classes).size === classes.length, 'must be distinct'),
    })
    .refine(
      ({ kind, classes }) => classes.every((value) => typeof value === classTypes[kind]),
      'has classes of another kind than its column',
    ),
  z.strictObject({
    ...common,
    task: z.literal('regression'),
    kind: z.enum(['number', 'integer']),
    mean: z.number(),
    scale: z.number().positive(),
  }),
]);

/**
 * A target from JSON, as in a checkpoint: `parseTarget(JSON.parse(text))`.
 *
 * @throws ReluctantError (`invalid-file`) in one sentence that names the field
 */
export function parseTarget(value: unknown): Target {
  return parseWith(schema, value, { owner: 'target', of: 'file' });
}
