import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReadBandwidth } from '@reluctant/kernels/sparse';

const peer = fileURLToPath(new URL('./bandwidth-peer.js', import.meta.url));

/** One memory reader per thread. */
export class BandwidthProbe {
  readonly #readers: readonly ChildProcess[];

  private constructor(readers: readonly ChildProcess[]) {
    this.#readers = readers;
  }

  /** Starts `threads` readers. */
  static async open(threads: number): Promise<BandwidthProbe> {
    const readers = Array.from({ length: threads }, () => fork(peer, { serialization: 'advanced' }));
    await Promise.all(readers.map((reader) => once(reader, 'message')));
    return new BandwidthProbe(readers);
  }

  /** Bytes per second that the first `threads` readers reach together. */
  async measure(threads: number, seconds: number): Promise<ReadBandwidth> {
    const rates = await Promise.all(
      this.#readers.slice(0, threads).map(async (reader) => {
        const measured = once(reader, 'message') as Promise<[ReadBandwidth]>;
        reader.send(seconds);
        return (await measured)[0];
      }),
    );
    return {
      streams: rates.reduce((sum, { streams }) => sum + streams, 0),
      rows: rates.reduce((sum, { rows }) => sum + rows, 0),
    };
  }

  /** Ends the readers. */
  end(): void {
    for (const reader of this.#readers) reader.disconnect();
  }
}
