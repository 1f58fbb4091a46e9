import type { StudyJob } from './job.js';

/** Least work of a group in microseconds: 20 ms, about a hundred times the cost of a message between threads. */
const smallestGroup = 20_000;

/**
 * Groups jobs so that there are few messages and the workers finish at about the same time. Groups are as small as the
 * cost of messages allows, none much below `smallest` unless workers would be idle.
 *
 * Method: jobs by falling cost, each into the group with the least work so far (longest processing time first, Graham
 * 1969); groups by falling work. The result of a job does not depend on its group.
 *
 * @param cost - estimated microseconds of a job; only ratios and the rough size matter
 * @param smallest - least work of a group in microseconds, unless workers would be idle. Default 20 ms
 */
export function groupJobs<Job extends StudyJob>(
  jobs: readonly Job[],
  cost: (job: StudyJob) => number,
  workers: number,
  smallest: number = smallestGroup,
): (readonly Job[])[] {
  const costed = jobs.map((job) => ({ job, cost: cost(job) })).sort((a, b) => b.cost - a.cost);
  const total = costed.reduce((sum, item) => sum + item.cost, 0);
  const count = Math.min(jobs.length, Math.max(workers, Math.ceil(total / smallest)));
  const groups = Array.from({ length: count }, () => ({ work: 0, jobs: [] as Job[] }));
  for (const item of costed) {
    const lightest = groups.reduce(
      (least, group) => (group.work < least.work ? group : least),
      groups[0] ?? { work: 0, jobs: [] },
    );
    lightest.work += item.cost;
    lightest.jobs.push(item.job);
  }
  return groups.sort((a, b) => b.work - a.work).map((group) => group.jobs);
}
