import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readFonts } from '@reluctant/command-line';
import { describe, ReluctantError } from '@reluctant/errors';
import { saveChart, saveCharts } from '@reluctant/plotting/node';
import { writeWhole } from '@reluctant/runner';
import { studyCharts } from '@reluctant/study-charts';
import { benchFileSchema } from '../directory/bench-file.js';
import { fileIn, inDirectory } from '../directory/files.js';
import { isTableDirectory, loadTableTraining } from '../directory/load-table-training.js';
import { readJson } from '../directory/read-json.js';
import { readTraining } from '../directory/training-file.js';
import { verificationFileSchema } from '../directory/verification-file.js';
import { drawingOf } from '../output/drawing.js';
import { shortPath, type VoiceFlags, voiceOf } from '../output/say.js';
import { reportText } from '../report/report-text.js';
import { speedChart } from '../report/speed-chart.js';

/** Flags of `report`. */
export interface ReportFlags extends VoiceFlags {
  readonly font?: readonly string[];
}

/** `reluctant-sparse report`: writes the results of a directory as a Markdown file with pictures. */
export async function reportCommand(directory: string, flags: ReportFlags): Promise<number> {
  const voice = voiceOf(flags);
  const fonts = await readFonts(flags.font);
  const files = await reportInto(directory, drawingOf(fonts, voice));
  voice.tell(files.map(shortPath).join('\n'));
  voice.json({ files });
  return 0;
}

/** How the names of charts of speed-ups begin. */
const speedUp = 'speed_up_';

/**
 * Writes `report.md` and `plots/`.
 *
 * @returns the paths written
 */
export async function reportInto(directory: string, drawing: ReturnType<typeof drawingOf>): Promise<readonly string[]> {
  const results = (['training', 'bench'] as const).some((file) => existsSync(fileIn(directory, file)));
  if (!results) {
    throw new ReluctantError(
      'invalid-argument',
      `${directory} holds nothing to report: it has neither training.json nor bench.json`,
    );
  }
  return inDirectory(directory, () => writeReport(directory, drawing));
}

async function writeReport(directory: string, drawing: ReturnType<typeof drawingOf>): Promise<readonly string[]> {
  const table = isTableDirectory(directory) ? loadTableTraining(directory, 'checkpoint') : undefined;
  const hasTraining = table === undefined && existsSync(fileIn(directory, 'training'));
  const training = hasTraining ? readTraining(directory) : undefined;
  const verification = optional(directory, 'verification', verificationFileSchema);
  const bench = optional(directory, 'bench', benchFileSchema);
  // Those of a table were drawn with its control, whose rows are not stored.
  const pictures = table === undefined ? [] : picturesIn(directory);
  try {
    if (training !== undefined && training.rows.length > 0) {
      pictures.push(...(await saveCharts(join(directory, 'plots'), studyCharts({ rows: training.rows }), drawing)));
    }
    for (const threads of new Set(bench?.cases.map((one) => one.threads))) {
      const chart = bench && speedChart(bench, threads);
      const path = join(directory, 'plots', `${speedUp}${threads}_thread${threads === 1 ? '' : 's'}`);
      if (chart !== undefined) pictures.push(...(await saveChart(path, chart, { ...drawing, csv: true })));
    }
  } catch (error) {
    throw new ReluctantError('input-output', `cannot draw the pictures: ${describe(error)}`, { cause: error });
  }
  const shown = pictures.filter((path) => path.endsWith('.png')).map((path) => relative(directory, path));
  const report = fileIn(directory, 'report');
  writeWhole(report, reportText({ training, table, verification, bench, pictures: shown }));
  return [report, ...pictures];
}

function picturesIn(directory: string): string[] {
  const folder = join(directory, 'plots');
  if (!existsSync(folder)) return [];
  const charts = readdirSync(folder).filter((name) => name.endsWith('.png') && !name.startsWith(speedUp));
  return charts.sort().map((name) => join(folder, name));
}

function optional<T>(
  directory: string,
  file: Parameters<typeof fileIn>[1],
  schema: Parameters<typeof readJson<T>>[1],
): T | undefined {
  const path = fileIn(directory, file);
  return existsSync(path) ? readJson(path, schema, '') : undefined;
}
