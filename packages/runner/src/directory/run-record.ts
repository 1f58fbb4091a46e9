import { crc32 } from 'node:zlib';
import { divergedRunSchema } from '@reluctant/study';
import * as z from 'zod';

const count = z.int().min(0);
const lines = z.object({ count, crc32: count });
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.discriminatedUnion('end', [
  z.object({
    end: z.literal('finished'),
    strategy: z.string(),
    run: count,
    /** With patience: the epoch whose weights are kept. */
    epoch: z.int().min(1).exactOptional(),
    /** Its lines in `metrics.jsonl` and `tests.jsonl`. */
    rows: lines,
    tests: lines,
    /** SHA-256 of the files. */
    checkpoint: digest,
    predictions: digest.optional(),
  }),
  divergedRunSchema.extend({ end: z.literal('diverged'), rows: lines }),
]);

/**
 * How a run ended, and the checksums of what it left: a line of `runs.jsonl`. It is written after everything else of
 * the run; a run without a record is not finished.
 */
export type RunRecord = Readonly<z.output<typeof schema>>;

/** A record as it is stored, with the CRC-32 of its JSON. */
export type SealedRecord = RunRecord & { readonly crc32: number };

/** Adds the checksum of a record. */
export function sealRecord(record: RunRecord): SealedRecord {
  return { ...record, crc32: crc32(JSON.stringify(record)) };
}

/** The record of a line; undefined if it is damaged. */
export function openRecord(value: unknown): SealedRecord | undefined {
  if (typeof value !== 'object' || value === null || !('crc32' in value)) return undefined;
  const { crc32: stored, ...rest } = value;
  if (stored !== crc32(JSON.stringify(rest))) return undefined;
  const record = schema.safeParse(rest).data;
  return record && { ...record, crc32: crc32(JSON.stringify(rest)) };
}
