import { existsSync, rmSync } from 'node:fs';
import { ReluctantError } from '@reluctant/errors';
import { type ExportOptions, exportOnnx } from '@reluctant/onnx';
import { writeWhole } from '@reluctant/runner';
import { fileIn, inDirectory } from '../directory/files.js';
import { acceptGraph, isTableDirectory, loadTableTraining } from '../directory/load-table-training.js';
import { loadTrained, requireModel } from '../directory/trained-model.js';
import { readChoice, readCount } from '../flags/read-flags.js';
import { shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { exportTable, type TableExportFlags } from './export-table.js';

/** Flags of `export`, as texts. */
export interface ExportFlags extends VoiceFlags, TableExportFlags {}

/**
 * `reluctant-sparse export`: writes the model of a directory, or of a checkpoint that learned from a table, as ONNX.
 */
export async function exportCommand(source: string, flags: ExportFlags): Promise<number> {
  const voice = voiceOf(flags);
  const table = isTableDirectory(source) ? await exportOver(source, flags) : exportTable(source, flags);
  if (table === undefined && flags.out !== undefined)
    throw new ReluctantError(
      'invalid-option',
      '--out is for a checkpoint of a table: a directory has names of its own',
      {
        path: ['out'],
      },
    );
  const files = table === undefined ? await exportInto(source, flags, voice) : [table];
  voice.tell(files.map(shortPath).join('\n'));
  voice.json({ files });
  return 0;
}

/** Writes the graph of a directory of a table again. The directory then counts as whole. */
async function exportOver(directory: string, flags: ExportFlags): Promise<string | undefined> {
  return inDirectory(directory, async () => {
    loadTableTraining(directory, 'checkpoint');
    const path = exportTable(directory, flags);
    acceptGraph(directory);
    return path;
  });
}

/** What to write. */
interface ExportPlan {
  readonly graph: 'both' | 'dense' | 'sparse';
  readonly batch: 'dynamic' | '1';
  readonly inference: 'sample' | 'expected';
  readonly opset: number;
}

/**
 * Writes `model.onnx`, `model.sparse.onnx`, or (by default) both; only the first for a model that does not end on ReLU.
 *
 * @returns the paths written
 */
export async function exportInto(directory: string, flags: ExportFlags, voice: Voice): Promise<readonly string[]> {
  const graph = readChoice('graph', flags.graph ?? 'both', ['both', 'dense', 'sparse']);
  const batch = readChoice('batch', flags.batch ?? 'dynamic', ['dynamic', '1']);
  const inference = readChoice('inference', flags.inference ?? 'sample', ['sample', 'expected']);
  const opset = readCount('opset', flags.opset ?? '17', 13, 22);
  requireModel(directory);
  return inDirectory(directory, async () => writeGraphs(directory, { graph, batch, inference, opset }, voice));
}

function writeGraphs(
  directory: string,
  { graph, batch, inference, opset }: ExportPlan,
  voice: Voice,
): readonly string[] {
  const { checkpoint, share, domainAll, training } = loadTrained(directory);
  const { rows: _, files: __, ...trainingSummary } = training;
  const { model } = checkpoint;
  const options: ExportOptions = {
    ...{ domainAll, inference, opset, batch: batch === '1' ? 1 : 'dynamic', trainingSummary },
    share: Number.isNaN(share) ? 'gate' : share,
    classNames: Array.from({ length: model.layers.at(-1)?.out ?? 0 }, (_, index) => `class_${index}`),
    featureNames: Array.from({ length: model.inputs }, (_, index) => `feature_${index}`),
  };
  const written: string[] = [];
  if (graph !== 'sparse') {
    const path = fileIn(directory, 'dense');
    writeWhole(
      path,
      inWords(() => exportOnnx(checkpoint, options)),
    );
    written.push(path);
  }
  const sparse = fileIn(directory, 'sparse');
  if (graph === 'sparse' || (graph === 'both' && share === 1)) {
    writeWhole(
      sparse,
      inWords(() => exportOnnx(checkpoint, { ...options, graph: 'sparse' })),
    );
    written.push(sparse);
  } else if (graph === 'both') {
    voice.note('the model does not end on ReLU, so there is no sparse graph of it');
    if (existsSync(sparse)) rmSync(sparse);
  }
  return written;
}

/** A graph that the model does not support is an invalid option. */
function inWords(write: () => Uint8Array): Uint8Array {
  try {
    return write();
  } catch (error) {
    if (ReluctantError.isInstance(error))
      throw new ReluctantError('invalid-option', `--graph: ${error.message}`, { cause: error });
    throw error;
  }
}
