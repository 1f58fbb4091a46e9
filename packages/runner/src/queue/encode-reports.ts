import { type JobReport, jobReportSchema } from '@reluctant/study';
import * as z from 'zod';

/** Most bytes of the results in one blob: 256 MiB. */
export const largestReports: number = 2 ** 28;

const reports = z.array(jobReportSchema).max(1_000_000).readonly();

/** The fields of reports that hold bytes; JSON has them as base64. */
const binary: ReadonlySet<string> = new Set(['checkpoint', 'predictions']);

/** Encodes reports as JSON for a queue. NaN and infinities are null, as everywhere in JSON. */
export function encodeReports(given: readonly JobReport[]): Uint8Array {
  return Buffer.from(
    JSON.stringify(
      given.map((report) =>
        Object.fromEntries(
          Object.entries(report).map(([key, value]) => [
            key,
            value instanceof Uint8Array
              ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')
              : value,
          ]),
        ),
      ),
    ),
  );
}

/**
 * Decodes and checks the bytes of {@link encodeReports}; undefined if they are not of this form.
 *
 * The rows in reports are not checked: see `ReportMerger`.
 */
export function decodeReports(bytes: Uint8Array): readonly JobReport[] | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString(), (key, value: unknown) =>
      binary.has(key) && typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value,
    );
    const parsed = reports.safeParse(json);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
