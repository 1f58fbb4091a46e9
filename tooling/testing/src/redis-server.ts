import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether `redis-server` is installed. Tests that need it are skipped otherwise. */
export const hasRedisServer: boolean = spawnSync('redis-server', ['--version']).status === 0;

/** Whether `openssl` is installed, too, which makes certificates for a server with TLS. */
export const hasOpenssl: boolean = spawnSync('openssl', ['version']).status === 0;

/** Begins the name of a test that needs `redis-server`, and says why it is skipped. */
export const redisTest: string = hasRedisServer ? 'redis-server:' : 'skipped because redis-server is not installed:';

/** Milliseconds between two looks whether a server answers, and the number of looks. */
const [betweenLooks, mostLooks] = [20, 500];

/** The port with TLS of a {@link RedisServer}. */
export interface TlsPort {
  readonly port: number;
  /** The file of the certificate. */
  readonly certificate: string;
}

/** A `redis-server` of its own on a free port of the loopback interface. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, settings: readonly string[]) {
    this.port = port;
    this.#settings = settings;
    this.#folder = mkdtempSync(join(tmpdir(), 'reluctant-redis-'));
  }

  /**
   * Starts a server.
   *
   * @param settings - arguments such as `--requirepass`, `secret`; by default nothing is stored on disk
   */
  static async start(...settings: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), settings);
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /**
   * Starts a server that has a port with TLS besides, with a certificate of its own for `localhost` and `127.0.0.1`.
   *
   * @param settings - as of {@link start}
   */
  static async startTls(...settings: readonly string[]): Promise<RedisServer & { readonly tls: TlsPort }> {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const server = new RedisServer(port, settings);
    const [certificate, key] = [join(server.#folder, 'certificate.pem'), join(server.#folder, 'key.pem')];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ]);
    if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr.toString()}`);
    server.#settings = [
      ...['--tls-port', String(tlsPort), '--tls-cert-file', certificate, '--tls-key-file', key],
      ...['--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no', ...settings],
    ];
    await server.startAgain();
    return Object.assign(server, { tls: { port: tlsPort, certificate } });
  }

  /** Starts the server again after {@link kill}, with what it has stored on disk. */
  async startAgain(): Promise<void> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    this.#process = spawn('redis-server', [...own, ...this.#settings], { stdio: 'ignore' });
    for (let look = 0; look < mostLooks; look++) {
      if (await answers(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, betweenLooks));
    }
    throw new Error(`redis-server does not answer on port ${this.port}`);
  }

  /** Ends the server as a crash would. */
  async kill(): Promise<void> {
    await this.#end();
  }

  /** Ends the server and removes what it has stored. */
  async remove(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Whether the server has loaded its data: `PING` is answered by `PONG`, or by a demand for a password. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(/PONG|NOAUTH/.test(data.toString()));
    });
    socket.once('error', () => resolve(false));
  });
}
