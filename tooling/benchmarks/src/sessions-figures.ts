import { markdownTable } from './figure-blocks.js';
import type { MemoryTrial, SessionsResult } from './sessions-result.js';

/** Files of packages beside onnxruntime, and memory over many releases and calls. */
export function renderSessions({ models, memory, machine, onnxRuntime }: SessionsResult): string {
  const { cpu, cores, node, date, commit } = machine;
  return [
    'Files that npm packages ship, in a session and in onnxruntime on the same random inputs:',
    markdownTable(
      ['package', 'file', 'size', 'run by', 'largest difference'],
      models.map(({ package: name, file, bytes, engine, difference }) => [
        name,
        `\`${file}\``,
        `${(bytes / 2 ** 20).toFixed(1)} MiB`,
        engine === 'sparse' ? 'own kernels' : 'onnxruntime',
        difference === 0 ? '0' : difference.toExponential(1),
      ]),
    ),
    'Memory of a process, with garbage collected:',
    markdownTable(
      ['what', 'times', 'resident after the first look', 'at the end', 'JavaScript heap', 'at the end'],
      memory.map(memoryCells),
    ),
    `${cpu}, ${cores} cores, Node ${node}, onnxruntime-node ${onnxRuntime}: \`pnpm bench:sessions\` (${date}, commit ${commit}).`,
  ].join('\n\n');
}

function memoryCells({ what, times, samples }: MemoryTrial): string[] {
  const [first, last] = [samples[0], samples.at(-1)];
  const mebibytes = (value = Number.NaN): string => `${value.toFixed(0)} MiB`;
  return [
    what,
    times.toLocaleString('en-US'),
    ...[first?.residentMiB, last?.residentMiB, first?.heapMiB, last?.heapMiB].map(mebibytes),
  ];
}
