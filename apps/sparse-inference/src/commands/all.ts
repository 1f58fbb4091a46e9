import { readFonts, refuseFile } from '@reluctant/command-line';
import { inDirectory } from '../directory/files.js';
import { drawingOf } from '../output/drawing.js';
import { shortPath, type Voice, voiceOf } from '../output/say.js';
import { benchText } from '../report/bench-tables.js';
import { verificationFailure, verificationText } from '../report/verification-table.js';
import { type BenchFlags, benchSource, readBenchFlags } from './bench.js';
import { exportInto } from './export.js';
import { reportInto } from './report.js';
import { type TrainFlags, trainInto, trainingText } from './train.js';
import { verifyDirectory } from './verify.js';

/** Flags of `all`: those of its steps. */
export type AllFlags = TrainFlags & Pick<BenchFlags, 'densities' | 'threads' | 'seconds' | 'rounds'>;

/** `reluctant-sparse all`: train → export → verify → bench → report. A model that does not verify is not measured. */
export async function allCommand(flags: AllFlags): Promise<number> {
  const { out, densities, threads, seconds, rounds } = flags;
  await readFonts(flags.font);
  const benchFlags: BenchFlags = {
    ...(densities !== undefined && { densities }),
    ...(threads !== undefined && { threads }),
    ...(seconds !== undefined && { seconds }),
    ...(rounds !== undefined && { rounds }),
  };
  // Checked before the training, so that an invalid flag of a later step fails at once.
  readBenchFlags(benchFlags);
  refuseFile(out);
  return inDirectory(out, () => allSteps(flags, benchFlags));
}

async function allSteps(flags: AllFlags, benchFlags: BenchFlags): Promise<number> {
  const voice = voiceOf(flags);
  const { out } = flags;
  const training = await trainInto(flags, voice);
  voice.tell(trainingText(training, out));
  heading(voice, 'Export');
  voice.tell((await exportInto(out, {}, voice)).map(shortPath).join('\n'));
  heading(voice, 'Verify');
  const verification = await verifyDirectory(out, {}, voice);
  voice.tell(verificationText(verification));
  if (!verification.passed) {
    process.stderr.write(`reluctant-sparse: ${verificationFailure(verification)}\n`);
    return 1;
  }
  heading(voice, 'Bench');
  const { bench } = await benchSource(out, benchFlags, voice);
  voice.tell(benchText(bench));
  heading(voice, 'Report');
  const files = await reportInto(out, drawingOf(flags.font, voice));
  voice.tell(files.map(shortPath).join('\n'));
  voice.json({ training, verification, bench, files });
  return 0;
}

function heading(voice: Voice, title: string): void {
  voice.tell(`\n${title}`);
}
