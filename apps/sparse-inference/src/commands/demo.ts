import { join } from 'node:path';
import { refuseFile } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { softmax } from '@reluctant/metrics';
import { saveCharts } from '@reluctant/plotting/node';
import { runStudy } from '@reluctant/runner';
import { parseStudySettings, type StudySummary } from '@reluctant/study';
import { studyCharts } from '@reluctant/study-charts';
import { Tensor } from 'onnxruntime-common';
import * as z from 'zod';
import { measureLatency } from '../bench/measure-latency.js';
import { fileIn, inDirectory } from '../directory/files.js';
import { loadTrained } from '../directory/trained-model.js';
import { openSession } from '../inference/sparse-answers.js';
import { drawingOf } from '../output/drawing.js';
import { percent, shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { duration } from '../report/bench-tables.js';
import { textTable } from '../report/text-table.js';
import { verificationFailure, verificationText } from '../report/verification-table.js';
import { exportInto } from './export.js';
import { reportInto } from './report.js';
import { trainInto, trainingText } from './train.js';
import { verifyDirectory } from './verify.js';

/** Flags of `demo`. */
export interface DemoFlags extends VoiceFlags {
  readonly out?: string;
}

/** The prediction for one row. */
interface Answer {
  readonly row: number;
  readonly label: string;
  readonly probability: number;
  readonly truth: string;
}

/** Number of rows that the demonstration predicts. */
const answeredRows = 6;

/** The small study: ReLU, SiLU, and a switch from one to the other. */
const studySettings = {
  strategies: ['relu', 'silu', 'switch:from=silu,to=relu,tail=0.1'],
  ...{ epochs: 40, n_runs: 4, n_samples: 3000, bottleneck: 16 },
};

/** The wide net: the defaults of `train` at half the width. */
const netFlags = { width: '512', epochs: '10' };

/** `reluctant-sparse demo`: a small study, a wide and sparse net, ONNX, verification, sparse answers, pictures. */
export async function demoCommand(flags: DemoFlags): Promise<number> {
  const voice = voiceOf(flags);
  const out = flags.out ?? 'runs/demo';
  refuseFile(out);
  const net = join(out, 'net');
  return inDirectory(net, () => demonstrate(out, net, voice));
}

async function demonstrate(out: string, net: string, voice: Voice): Promise<number> {
  voice.tell('1. A small study: three activations, four runs each');
  const study = await smallStudy(join(out, 'study'), voice);
  voice.tell('\n2. A wide net: ReLU, with an L1 penalty that leaves few units active');
  const training = await trainInto({ ...netFlags, out: net }, voice);
  voice.tell(trainingText(training, net));
  voice.tell('\n3. ONNX, verified');
  const files = await exportInto(net, {}, voice);
  const verification = await verifyDirectory(net, {}, voice);
  voice.tell(verificationText(verification));
  if (!verification.passed) {
    process.stderr.write(`reluctant-sparse: ${verificationFailure(verification)}\n`);
    return 1;
  }
  voice.tell('\n4. Run sparse');
  const answers = await sparseAnswers(net, voice);
  const pictures = [...study.pictures, ...(await reportInto(net, drawingOf(undefined, voice)))];
  voice.tell(`\n5. Written\n${[...files, ...pictures].map((path) => `  ${shortPath(path)}`).join('\n')}`);
  voice.json({ study: study.summary, training, verification, answers, files: [...files, ...pictures] });
  return 0;
}

async function smallStudy(
  out: string,
  voice: Voice,
): Promise<{ readonly summary: StudySummary; readonly pictures: readonly string[] }> {
  const outcome = await runStudy({ settings: parseStudySettings(studySettings), out, resume: true });
  if (outcome.kind === 'unfinished') {
    throw new ReluctantError('input-output', outcome.failures[0] ?? 'the small study was not finished');
  }
  const rows = outcome.summary.strategies.map(({ name, last }) => [
    name,
    ...(['val_loss', 'val_accuracy', 'sparsity'] as const).map((quantity) => meanAndStd(last[quantity])),
  ]);
  voice.tell(textTable(['activation', 'val loss', 'val accuracy', 'zeros'], rows));
  const charts = studyCharts({ rows: outcome.rows, summary: outcome.summary });
  const pictures = await saveCharts(join(out, 'plots'), charts, drawingOf(undefined, voice));
  return { summary: outcome.summary, pictures: pictures.filter((path) => path.endsWith('.png')) };
}

function meanAndStd(quantity: { readonly mean: number | null; readonly std: number | null } | undefined): string {
  return `${quantity?.mean?.toFixed(3) ?? '–'} ± ${quantity?.std?.toFixed(3) ?? '–'}`;
}

async function sparseAnswers(net: string, voice: Voice): Promise<readonly Answer[]> {
  const { test, config } = loadTrained(net);
  // For one row of such a small net a second thread does not help.
  const session = await openSession(fileIn(net, 'dense'), { threads: 1 });
  try {
    const names = z.array(z.string()).parse(JSON.parse(session.info.metadata.class_names ?? '[]'));
    const { inputs, outputs } = session.info;
    const features = test.features.slice(0, answeredRows * inputs);
    const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
    const results = await session.run({ [input]: new Tensor('float32', features, [answeredRows, inputs]) });
    const probabilities = softmax((results[output]?.data ?? []) as Float32Array, outputs);
    const answers = Array.from({ length: answeredRows }, (_, row): Answer => {
      const own = probabilities.subarray(row * outputs, (row + 1) * outputs);
      const best = own.indexOf(Math.max(...own));
      const truth = names[test.labels[row] ?? -1] ?? '?';
      return { row, label: names[best] ?? '?', probability: own[best] ?? Number.NaN, truth };
    });
    voice.tell(
      textTable(
        ['test row', 'answer', 'probability', 'label'],
        answers.map(({ row, label, probability, truth }) => [String(row), label, percent(probability), truth]),
      ),
    );
    const one = test.features.slice(0, inputs);
    const { median_us } = await measureLatency(() => session.runSync(one), 0.2);
    const active = session.densities?.slice(1, 1 + config.n_layers) ?? [];
    voice.tell(
      `One row takes ${duration(median_us)} (runSync, one thread); active units by layer: ${active.map(percent).join(', ')}. reluctant-sparse bench ${shortPath(net)} measures it against onnxruntime.`,
    );
    return answers;
  } finally {
    await session.release();
  }
}
