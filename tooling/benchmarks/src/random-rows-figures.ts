import { type BlockRenderer, markdownTable } from './figure-blocks.js';
import { readResult } from './result-file.js';

/**
 * What `tooling/benchmarks/native/random-rows.c` printed on two machines; results/random-rows.json, kept by hand. GB/s
 * of one thread.
 */
interface RandomRows {
  readonly columns: readonly string[];
  readonly machines: readonly {
    readonly name: string;
    readonly ranges: readonly (readonly [number, number])[];
    /** Of a loop in WebAssembly that only reads such rows. */
    readonly webAssembly: readonly [number, number];
  }[];
}

function range([least, most]: readonly [number, number]): string {
  return least === most ? String(least) : `${least}–${most}`;
}

/** A row for each machine, by the instructions that the loop is written in. */
export const renderRandomRows: BlockRenderer = () => {
  const { columns, machines } = readResult<RandomRows>('random-rows');
  return markdownTable(
    ['EPYC of the', ...columns, 'WebAssembly, reading alone'],
    machines.map(({ name, ranges, webAssembly }) => [name, ...ranges.map(range), range(webAssembly)]),
  );
};
