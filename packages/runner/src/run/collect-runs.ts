import type { JobReport, JobRunner } from '@reluctant/study';
import type { RunDirectory } from '../directory/run-directory.js';

/** How a collection of runs ended. */
export interface Collection {
  /** True if the signal stopped it: runs are missing. */
  readonly aborted: boolean;
  /** One sentence for each failed job. */
  readonly failures: readonly string[];
}

/**
 * Runs the missing jobs of a directory and stores their reports as they arrive.
 *
 * @param onReport - called with every report after it is stored
 * @param signal - stops the runner; finished runs are kept
 */
export async function collectRuns(
  directory: RunDirectory,
  runner: JobRunner,
  onReport: (report: JobReport) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Collection> {
  const missing = directory.missingJobs();
  const failures: string[] = [];
  const stop = () => void runner.dispose();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (!signal?.aborted) {
      for await (const report of runner.run(missing)) {
        directory.record(report);
        if (report.kind === 'failed') failures.push(report.message);
        onReport(report);
      }
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return { aborted: signal?.aborted === true, failures };
}
