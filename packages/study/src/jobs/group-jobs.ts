import type { StudyJob } from './job.js';

/** Work below this is not worth a message of its own: about 100 ms of the fused kernels. */
const smallestGroup = 100_000;

/**
 * Groups jobs so that messages are few and the workers end together: no group is much above a quarter of a worker's share of the
 * work (so the last groups even out), none much below {@link smallestGroup} unless the workers would stand idle.
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
  const wanted = Math.max(Math.min(4 * workers, Math.ceil(total / smallestGroup)), workers);
  // Long jobs go one by one: a group would only delay what the others could have taken.
  const count = Math.min(
    jobs.length,
    Math.max(wanted, Math.min(jobs.length, Math.ceil(total / (100 * smallestGroup)))),
  );
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
