import { existsSync, statSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { RandomState } from '@reluctant/random';
import { fileIn } from '../directory/files.js';
import { openSession } from '../inference/sparse-answers.js';
import { nameOfRows, type RowFlags } from '../inspection/given-rows.js';
import { inspectSession } from '../inspection/inspect-session.js';
import { readNpy } from '../inspection/read-npy.js';
import { fileFeeds, randomFeeds } from '../inspection/session-feeds.js';
import { tableCalls } from '../inspection/table-calls.js';
import { type VoiceFlags, voiceOf } from '../output/say.js';
import { inspectionText } from '../report/inspection-text.js';

/** Flags of `inspect`, as texts. */
export interface InspectFlags extends VoiceFlags, RowFlags {}

/** Calls on random inputs. */
const randomCalls = 64;

/**
 * `reluctant-sparse inspect`: what a session does with an ONNX file, or the one of a directory, and whether skipping
 * zeros is worth it.
 */
export async function inspectCommand(source: string, flags: InspectFlags): Promise<number> {
  const path = graphOf(source);
  const voice = voiceOf(flags);
  const session = await openSession(path, { threads: 1 });
  try {
    for (const notice of session.info.notices) voice.note(notice);
    const random = new RandomState(0);
    const inputs = nameOfRows(flags);
    const feeds =
      flags.data !== undefined
        ? await tableCalls(path, flags.data, 1)
        : flags.inputs === undefined
          ? Array.from({ length: randomCalls }, () => randomFeeds(session, 1, random))
          : fileFeeds(session, readNpy(flags.inputs));
    const inspection = await inspectSession(session, feeds);
    voice.tell(inspectionText(inspection, inputs));
    voice.json({ ...inspection, inputs: flags.inputs ?? flags.data ?? 'random' });
    return 0;
  } finally {
    await session.release();
  }
}

function graphOf(source: string): string {
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true) return source;
  const path = fileIn(source, 'dense');
  if (existsSync(path)) return path;
  throw new ReluctantError('invalid-argument', `${path} does not exist: run reluctant-sparse export ${source} first`);
}
