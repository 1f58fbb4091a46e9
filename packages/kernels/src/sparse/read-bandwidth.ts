import { optionCheck } from '@reluctant/errors';
import { instantiateSparse } from './instantiate-sparse.js';
import { wholeModule } from './sparse-module.js';

/** Bytes per second read by one thread. */
export interface ReadBandwidth {
  /** Four long streams: the access pattern of dense products. */
  readonly streams: number;
  /** Random rows, eight at once: the access pattern of sparse products. */
  readonly rows: number;
}

/** Settings of the measurement. */
export interface ReadBandwidthOptions {
  /** Bytes of memory to read, several times the cache size. Default 256 MiB. */
  readonly bytes?: number;
  /** Bytes of one row: 4 · outputs of a layer in float32; a multiple of 64. Default 16 KiB. */
  readonly rowBytes?: number;
  /** Share of the rows that are read. Default 0.1. */
  readonly density?: number;
  /** Seconds to measure for. Default 0.5. */
  readonly seconds?: number;
}

const checkOptions = optionCheck<ReadBandwidthOptions>('measureReadBandwidth', {
  bytes: true,
  rowBytes: true,
  density: true,
  seconds: true,
});

const pageBytes = 65536;

/** Memory that is read repeatedly. */
export interface ReadBandwidthProbe {
  /** Medians of repeated reads during `seconds` in total. Blocks the thread. */
  measure(seconds?: number): ReadBandwidth;
}

/** Allocates and fills the memory, for callers that repeat the measurement between other work. `seconds` is ignored. */
export async function openReadBandwidth(options: ReadBandwidthOptions = {}): Promise<ReadBandwidthProbe> {
  checkOptions(options);
  const { bytes = 2 ** 28, rowBytes = 2 ** 14, density = 0.1 } = options;
  const rows = Math.floor(bytes / rowBytes);
  const indexBytes = Math.ceil((rows * 4) / pageBytes) * pageBytes;
  const pages = Math.ceil((indexBytes + bytes) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Float32Array(memory.buffer, indexBytes, bytes / 4).fill(1);
  const { readStreams, readRows } = instantiateSparse(await wholeModule(), memory);
  const index = new Uint32Array(memory.buffer, 0, rows);
  const pick = (): number => {
    let count = 0;
    for (let row = 0; row < rows; row++) if (Math.random() < density) index[count++] = row;
    return count & ~7;
  };
  return {
    measure: (seconds = 0.5) => ({
      streams: rateOf(seconds / 2, () => ({ bytes, read: () => readStreams(indexBytes, bytes) })),
      rows: rateOf(seconds / 2, () => {
        const count = pick();
        return { bytes: count * rowBytes, read: () => readRows(indexBytes, rowBytes, 0, count) };
      }),
    }),
  };
}

/** Medians of repeated reads: the bound for products over this memory. Blocks the thread. */
export async function measureReadBandwidth(options: ReadBandwidthOptions = {}): Promise<ReadBandwidth> {
  return (await openReadBandwidth(options)).measure(options.seconds);
}

/** Median bytes per second of at least three calls of `read`; setup is not timed. */
function rateOf(seconds: number, prepare: () => { readonly bytes: number; readonly read: () => void }): number {
  const rates: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end || rates.length < 3) {
    const { bytes, read } = prepare();
    const start = performance.now();
    read();
    rates.push((bytes / (performance.now() - start)) * 1000);
  }
  rates.sort((a, b) => a - b);
  return rates[rates.length >> 1] ?? Number.NaN;
}
