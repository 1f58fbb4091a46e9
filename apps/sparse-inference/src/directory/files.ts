import { join } from 'node:path';

/** Files of a directory of this program, in the order in which they come to be. */
export const fileNames = {
  config: 'config.json',
  checkpoint: 'model.safetensors',
  training: 'training.json',
  dense: 'model.onnx',
  sparse: 'model.sparse.onnx',
  verification: 'verify.json',
  bench: 'bench.json',
  report: 'report.md',
} as const;

/** Path of a file in a directory of this program. */
export function fileIn(directory: string, file: keyof typeof fileNames): string {
  return join(directory, fileNames[file]);
}
