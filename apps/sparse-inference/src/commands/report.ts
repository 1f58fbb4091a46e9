import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';
import { saveChart, saveStudyPlots } from '@reluctant/plotting/node';
import { writeWhole } from '@reluctant/runner';
import { benchFileSchema } from '../directory/bench-file.js';
import { fileIn, inDirectory } from '../directory/files.js';
import { readJson } from '../directory/read-json.js';
import { readTraining } from '../directory/training-file.js';
import { verificationFileSchema } from '../directory/verification-file.js';
import { shortPath, type VoiceFlags, voiceOf } from '../output/say.js';
import { reportText } from '../report/report-text.js';
import { speedChart } from '../report/speed-chart.js';

/** `reluctant-sparse report`: writes the results of a directory as a Markdown file with pictures. */
export async function reportCommand(directory: string, flags: VoiceFlags): Promise<number> {
  const voice = voiceOf(flags);
  const files = await reportInto(directory);
  voice.tell(files.map(shortPath).join('\n'));
  voice.json({ files });
  return 0;
}

/**
 * Writes `report.md` and `plots/`.
 *
 * @returns the paths written
 */
export async function reportInto(directory: string): Promise<readonly string[]> {
  const results = (['training', 'bench'] as const).some((file) => existsSync(fileIn(directory, file)));
  if (!results) {
    throw new ReluctantError(
      'invalid-argument',
      `${directory} holds nothing to report: it has neither training.json nor bench.json`,
    );
  }
  return inDirectory(directory, () => writeReport(directory));
}

async function writeReport(directory: string): Promise<readonly string[]> {
  const training = existsSync(fileIn(directory, 'training')) ? readTraining(directory) : undefined;
  const verification = optional(directory, 'verification', verificationFileSchema);
  const bench = optional(directory, 'bench', benchFileSchema);
  const pictures: string[] = [];
  try {
    if (training !== undefined && training.rows.length > 0) {
      pictures.push(...(await saveStudyPlots(directory, training.rows)));
    }
    for (const threads of new Set(bench?.cases.map((one) => one.threads))) {
      const chart = bench && speedChart(bench, threads);
      const path = join(directory, 'plots', `speed_up_${threads}_thread${threads === 1 ? '' : 's'}`);
      if (chart !== undefined) pictures.push(...(await saveChart(path, chart, { csv: true })));
    }
  } catch (error) {
    throw new ReluctantError('input-output', `cannot draw the pictures: ${describe(error)}`, { cause: error });
  }
  const shown = pictures.filter((path) => path.endsWith('.png')).map((path) => relative(directory, path));
  const report = fileIn(directory, 'report');
  writeWhole(report, reportText({ training, verification, bench, pictures: shown }));
  return [report, ...pictures];
}

function optional<T>(
  directory: string,
  file: Parameters<typeof fileIn>[1],
  schema: Parameters<typeof readJson<T>>[1],
): T | undefined {
  const path = fileIn(directory, file);
  return existsSync(path) ? readJson(path, schema, '') : undefined;
}
