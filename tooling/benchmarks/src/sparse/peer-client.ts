import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PeerEngine } from './engines.js';
import type { PeerAnswer, PeerRequest } from './peer-messages.js';

const peer = fileURLToPath(new URL('./peer.js', import.meta.url));

/** Client of a peer process: one request at a time. */
export class PeerClient {
  readonly engine: PeerEngine;
  readonly #process: ChildProcess;
  readonly #ended: Promise<readonly [PeerAnswer]>;

  /** Starts the process; it does not load the model yet. */
  constructor(engine: PeerEngine, script: string = peer) {
    this.engine = engine;
    this.#process = fork(script, {
      serialization: 'advanced',
      // onnxruntime must not send usage data while it is measured.
      env: { ORT_DISABLE_TELEMETRY: '1', ...process.env },
    });
    this.#ended = once(this.#process, 'exit').then(() => [{ error: 'the process ended' }] as const);
  }

  /** @throws Error in one line when the peer fails or ends */
  async ask(request: PeerRequest): Promise<PeerAnswer> {
    const answered = once(this.#process, 'message') as Promise<[PeerAnswer]>;
    this.#process.send(request);
    const [answer] = await Promise.race([answered, this.#ended]);
    if (answer.error !== undefined) throw new Error(`${this.engine.name}: ${answer.error}`);
    return answer;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect();
    await this.#ended;
  }
}
