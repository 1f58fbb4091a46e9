import type { StudyJob } from './job.js';

/** Work below this is not worth a message of its own: 20 ms, of which a message is about a hundredth. */
const smallestGroup = 20_000;

/**
 * Groups jobs so that messages are few and the workers end together: groups are as small as messages allow (so the last ones even
 * out), none much below {@link smallestGroup} unless the workers would stand idle.
 *
 * Method: jobs by falling cost, each into the group with the least work so far (longest processing time first, Graham
 * 1969); groups by falling work. The outcome of a job does not depend on its group.
 *
 * @param cost - estimated microseconds of a job; only ratios and the rough size matter
 */
export function groupJobs(
  jobs: readonly StudyJob[],
  cost: (job: StudyJob) => number,
  workers: number,
): (readonly StudyJob[])[] {
  const costed = jobs.map((job) => ({ job, cost: cost(job) })).sort((a, b) => b.cost - a.cost);
  const total = costed.reduce((sum, item) => sum + item.cost, 0);
  const count = Math.min(jobs.length, Math.max(workers, Math.ceil(total / smallestGroup)));
  const groups = Array.from({ length: count }, () => ({ work: 0, jobs: [] as StudyJob[] }));
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
