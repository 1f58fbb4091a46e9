import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportDynamicInt8, exportMlp, type MlpGraph } from '@reluctant/onnx';

/** The files of one case that its peers load. */
export const caseFiles = {
  dense: 'dense.onnx',
  sparse: 'sparse.onnx',
  int8: 'int8.onnx',
  inputs: (number: number): string => `inputs-${number}.f32`,
} as const;

/** Writes a case: the graph as all engines need it, and its sets of inputs. */
export function writeCase(folder: string, graph: MlpGraph, inputs: readonly Float32Array[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, caseFiles.dense), exportMlp(graph));
  writeFileSync(join(folder, caseFiles.sparse), exportMlp(graph, { graph: 'sparse' }));
  writeFileSync(join(folder, caseFiles.int8), exportDynamicInt8(graph));
  inputs.forEach((values, number) => {
    writeFileSync(join(folder, caseFiles.inputs(number)), values);
  });
}

/** One set of inputs, row-major. */
export function readInputs(folder: string, number: number): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, caseFiles.inputs(number)));
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
