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

/**
 * A net that `reluctant-sparse train` makes, and its test set: rows that the training has not seen. Kept between runs
 * of one commit, as the same command trains the same model.
 *
 * @param flags - of the command; by default none
 */
export async function trainedCase(flags: readonly string[] = []): Promise<BenchmarkCase> {
  const directory = join(tmpdir(), `reluctant-bench-sparse-${describeMachine().commit}`, ['net', ...flags].join(''));
  for (const args of [
    ['train', ...flags, '--out', directory],
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
