import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importOnnx } from '@reluctant/onnx';
import { dataOfRun, makeStudyData, parseStudyConfig } from '@reluctant/study';
import { describeMachine } from '../machine.js';
import type { BenchmarkCase } from './benchmark-case.js';

const program = fileURLToPath(new URL('../../../../apps/sparse-inference/dist/main.js', import.meta.url));

/** Kept between runs of one commit, as the same command trains the same model. */
const directory = join(tmpdir(), `reluctant-bench-sparse-${describeMachine().commit}`);

/** The net that `reluctant-sparse train` makes by default, and its test set: rows that the training has not seen. */
export async function trainedCase(): Promise<BenchmarkCase> {
  for (const args of [
    ['train', '--out', directory],
    ['export', directory, '--graph', 'dense'],
  ]) {
    execFileSync(process.execPath, [program, ...args, '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const path = join(directory, 'config.json');
  const { validation } = dataOfRun(makeStudyData(parseStudyConfig(JSON.parse(readFileSync(path, 'utf8')), path)), 0);
  return {
    graph: importOnnx(readFileSync(join(directory, 'model.onnx'))),
    inputs: [Float32Array.from(validation.features)],
    inputTitles: ['test set'],
  };
}
