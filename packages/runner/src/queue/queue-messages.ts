import { type StudyJob, studyConfigSchema } from '@reluctant/study';
import * as z from 'zod';
import { blobRefSchema } from './blob-store.js';

/** Version of the messages of this file. */
export const queueProtocol = 1;

/** Name of the queue, and the prefix of all keys. */
export const [queueName, keyPrefix] = ['jobs', 'reluctant'] as const;

/** Most runs of a group, data sets of a study, and parts of the results of a group. */
const mostEntries = 10_000;

/** Milliseconds after which what nobody renews is deleted: a day. */
export const queueLifetime: number = 24 * 3600 * 1000;

/** Checks the beginning of a job, before its format is known. */
export const jobHeaderSchema = z.looseObject({ protocol: z.number(), version: z.string().max(100) });

const sessionSchema = z.string().regex(/^[0-9a-f]{32}$/);

const runSchema = z.strictObject({
  strategy: z.string().max(1000),
  run: z.int().min(0),
  /** The checkpoint to continue from, and its epoch. Without one the run starts at the first epoch. */
  from: z.strictObject({ epoch: z.int().min(1), checkpoint: blobRefSchema }).exactOptional(),
});

/** Checks a {@link QueueJob} from the queue. */
export const queueJobSchema = z.strictObject({
  protocol: z.literal(queueProtocol),
  /** Of the program that sent the job. */
  version: z.string().max(100),
  /** Of the study that waits for the results; see `sessionOf`. */
  session: sessionSchema,
  config: studyConfigSchema,
  /** The data sets of the study, one for each data seed; empty where they are made from the settings. */
  data: z.array(blobRefSchema).max(mostEntries),
  runs: z.array(runSchema).min(1).max(mostEntries),
});

/** A group of runs of a study: the data of a job in the queue. */
export type QueueJob = Readonly<z.output<typeof queueJobSchema>>;

/** Checks a {@link QueueProgress} from the queue. */
export const queueProgressSchema = z.strictObject({
  /** Results so far, in order: blobs of `encodeReports`. */
  parts: z.array(blobRefSchema).max(mostEntries),
  /** Indices of the runs whose end is among the results. */
  ended: z.array(z.int().min(0).max(mostEntries)).max(mostEntries),
  /** The latest checkpoint of a run that has not ended, as a report `partial`, by index of the run. */
  latest: z
    .strictObject({ index: z.int().min(0).max(mostEntries), epoch: z.int().min(1), checkpoint: blobRefSchema })
    .exactOptional(),
  /** Why a worker did not take the group. */
  refused: z.string().max(500).exactOptional(),
});

/** What is known of a group under way. It is stored with the job, so that another worker can continue. */
export type QueueProgress = Readonly<z.output<typeof queueProgressSchema>>;

/** The progress of a group that nobody has begun. BullMQ stores 0 for it. */
export const noProgress: QueueProgress = { parts: [], ended: [] };

/** The key that says that a study waits for its results. */
export function sessionKey(session: string): string {
  return `${keyPrefix}:session:${session}`;
}

/** The prefix of the blobs of a study. */
export function blobPrefix(session: string): string {
  return `${keyPrefix}:blob:${session}`;
}

/** How a run is called in messages. */
export function runText({ strategy, run }: StudyJob): string {
  return `${strategy}, run ${run}`;
}
