import type { BlockRenderer } from './figure-blocks.js';
import { certifiedBatchTable, certifiedCostTable, certifiedTable } from './sparse/certified-tables.js';
import {
  accuracyTable,
  batchTable,
  concurrencyTable,
  duration,
  findCall,
  oneRowTable,
  precisionTable,
  serviceTable,
  times,
  tinyTable,
} from './sparse/tables.js';
import { targetTable } from './sparse/targets.js';
import type { SparseResult } from './sparse-result.js';
import { storedBlock } from './stored-result.js';

/** The trained net in one sentence: what a headline may quote. */
function headline({ cases }: SparseResult): string {
  const trained = cases.find(({ name }) => name === 'd');
  const call = trained && findCall(trained.calls, { engine: 'session-1', batch: 1, inputs: 0 });
  if (trained === undefined || call === undefined) throw new Error('results/sparse.json has no trained net');
  const zeros = trained.inputSets[0]?.densities.slice(1, -1).map((density) => 1 - density) ?? [];
  const share = (100 * zeros.reduce((sum, value) => sum + value, 0)) / zeros.length;
  return `The trained net (${share.toFixed(0)} % of its hidden activations are zero) answers a row in ${duration(call.median)} on one thread, ${times(call.overOnnxRuntime)} as fast as onnxruntime's dense run, with the same classes on the whole test set (\`pnpm bench:sparse\`).`;
}

/** Where and how it was measured. */
function provenance({ machine, versions, command, cases }: SparseResult): string {
  const rates = cases.flatMap(({ bandwidth }) => bandwidth);
  const range = [...new Set(rates.map(({ threads }) => threads))].map((threads) => {
    const speeds = rates.filter((rate) => rate.threads === threads).map(({ streams }) => streams / 1e9);
    return `${Math.min(...speeds).toFixed(0)}–${Math.max(...speeds).toFixed(0)} GB/s on ${threads} thread${threads > 1 ? 's' : ''}`;
  });
  const { cpu, cores, node, commit, date } = machine;
  const disturbances = cases.reduce((sum, one) => sum + one.disturbances, 0);
  return `Turns taken again because other programs disturbed them: ${disturbances}. Read bandwidth ${range.join(', ')}. ${cpu}, ${cores} cores, Node ${node}, onnxruntime-node ${versions['onnxruntime-node']}, commit ${commit}, ${date}. \`${command}\``;
}

type Renderer = (result: SparseResult) => string;

/** Every table and sentence of a result, by block name. */
export const sparseRenderers: Readonly<Record<string, Renderer>> = {
  'sparse-headline': headline,
  'sparse-targets': targetTable,
  'sparse-one-row': ({ cases }) => oneRowTable(cases),
  'sparse-certified': ({ cases }) => certifiedTable(cases),
  'sparse-certified-batches': ({ cases }) => certifiedBatchTable(cases),
  'sparse-certified-cost': certifiedCostTable,
  'sparse-precision': ({ cases }) => precisionTable(cases),
  'sparse-batches': ({ cases }) => batchTable(cases),
  'sparse-accuracy': ({ cases }) => accuracyTable(cases),
  'sparse-service': ({ cases }) => serviceTable(cases),
  'sparse-concurrent': ({ cases }) => concurrencyTable(cases),
  'sparse-tiny': ({ tiny }) => (tiny ? tinyTable(tiny) : ''),
  'sparse-provenance': provenance,
};

/** The blocks of docs/sparse-performance.md, from the stored result. */
export const sparseBlocks: Readonly<Record<string, BlockRenderer>> = Object.fromEntries(
  Object.entries(sparseRenderers).map(([name, render]) => [
    name,
    storedBlock<SparseResult>('sparse', 'pnpm bench:sparse', render),
  ]),
);
