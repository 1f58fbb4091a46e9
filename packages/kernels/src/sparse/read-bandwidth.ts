import { optionCheck } from '@reluctant/errors';
import { instantiateSparse, sparseModule } from './sparse-module.js';

/** Bytes per second that one thread reads. */
export interface ReadBandwidth {
  /** Four long streams, as a dense product reads its weights. */
  readonly streams: number;
  /** Rows picked by chance, eight at once, as a sparse product reads them. */
  readonly rows: number;
}

/** What to read. */
export interface ReadBandwidthOptions {
  /** Memory to walk over, several times the caches. Default 256 MiB. */
  readonly bytes?: number;
  /** Bytes of one row: 4 · outputs of a layer in float32; a multiple of 64. Default 16 KiB. */
  readonly rowBytes?: number;
  /** Share of the rows that are picked. Default 0.1. */
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

/** Memory to walk over again and again. */
export interface ReadBandwidthProbe {
  /** Medians of repeated walks of `seconds` in all. Blocks the thread meanwhile. */
  measure(seconds?: number): ReadBandwidth;
}

/** Takes and fills the memory, for those who measure now and then between other things. `seconds` is not used. */
export async function openReadBandwidth(options: ReadBandwidthOptions = {}): Promise<ReadBandwidthProbe> {
  checkOptions(options);
  const { bytes = 2 ** 28, rowBytes = 2 ** 14, density = 0.1 } = options;
  const rows = Math.floor(bytes / rowBytes);
  const indexBytes = Math.ceil((rows * 4) / pageBytes) * pageBytes;
  const pages = Math.ceil((indexBytes + bytes) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Float32Array(memory.buffer, indexBytes, bytes / 4).fill(1);
  const { readStreams, readRows } = instantiateSparse(await sparseModule(), memory);
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

/** Medians of repeated walks: the bound that products over this memory are held against. Blocks the thread meanwhile. */
export async function measureReadBandwidth(options: ReadBandwidthOptions = {}): Promise<ReadBandwidth> {
  return (await openReadBandwidth(options)).measure(options.seconds);
}

/** Median bytes per second of `read`, at least three; what comes before it is not timed. */
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
