import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { printable, ReluctantError } from '@reluctant/errors';
import type { Redis } from 'ioredis';
import type { QueuePackages } from './load-queue-packages.js';
import type { QueueAddress } from './queue-address.js';

/**
 * Answers of a server that may serve the same command later: it is full, starting, unable to save, or a replica for the
 * moment.
 */
const passing = /\b(OOM|LOADING|MISCONF|READONLY|MASTERDOWN|TRYAGAIN|CLUSTERDOWN)\b/;

/** Oldest server whose commands BullMQ uses. */
const oldest = [6, 2] as const;

/** Milliseconds for which a server may take to answer at the start. */
const longestStart = 10_000;

/** Most milliseconds that the end of a connection takes. */
const longestEnd = 500;

/** Shortest and longest milliseconds between two attempts. */
const [shortestWait, longestWait] = [100, 2000] as const;

/**
 * A connection to a Redis or Valkey server that waits where waiting helps: for a lost connection, a restart, and a
 * server that is full. Commands that were sent before the connection was lost are sent again, so each must have the
 * same effect when it is executed twice.
 */
export class RedisLink {
  readonly address: QueueAddress;
  readonly client: Redis;
  readonly #onNotice: (sentence: string) => void;
  readonly #closing: AbortController;
  #lost = false;
  #full = false;

  private constructor(
    address: QueueAddress,
    client: Redis,
    closing: AbortController,
    onNotice: (sentence: string) => void,
  ) {
    this.address = address;
    this.client = client;
    this.#closing = closing;
    this.#onNotice = onNotice;
  }

  /**
   * Connects and checks the server.
   *
   * @param onNotice - called with a sentence when the connection is lost, when it is back, and when the server is full
   * @param patience - milliseconds for which the server may take to answer
   * @throws ReluctantError (`input-output`) in one sentence when there is no connection, or the server refuses the
   *   password, is too old, or evicts keys when it is full
   */
  static async open(
    { ioredis }: QueuePackages,
    address: QueueAddress,
    onNotice: (sentence: string) => void,
    patience: number = longestStart,
  ): Promise<RedisLink> {
    const { host, port, database, username, password, tls, authorities } = address;
    const closing = new AbortController();
    let opened = false;
    let problem: Error | undefined;
    const client = new ioredis.Redis({
      ...{
        host,
        port,
        db: database,
        lazyConnect: true,
        maxRetriesPerRequest: null,
        disconnectTimeout: longestEnd,
        connectTimeout: patience,
      },
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      // Certificates of addresses are checked without a server name.
      ...(tls && { tls: { ...(isIP(host) === 0 && { servername: host }), ...(authorities && { ca: authorities }) } }),
      // The first connection fails at once; a later one is waited for. The copies of this client that BullMQ makes have
      // the same strategy, so that none keeps the program alive.
      retryStrategy: (times) =>
        opened && !closing.signal.aborted ? Math.min(shortestWait * 2 ** Math.min(times, 10), longestWait) : null,
    });
    client.on('error', (error: Error) => {
      problem = error;
    });
    const link = new RedisLink(address, client, closing, onNotice);
    const late = setTimeout(() => {
      const silence = tls ? 'it does not answer, or does not speak TLS' : 'it does not answer';
      problem = new ReluctantError('input-output', silence);
      client.disconnect();
    }, patience);
    try {
      await client.connect();
      link.#check(await client.info());
      // A wrong number of the database is only reported by a command.
      await client.select(database);
    } catch (error) {
      client.disconnect();
      if (ReluctantError.isInstance(error)) throw error;
      throw unreachable(address, problem ?? error);
    } finally {
      clearTimeout(late);
    }
    opened = true;
    client.on('close', () => link.#lose());
    client.on('ready', () => link.#find());
    return link;
  }

  /** Whether the connection is lost at the moment. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Aborted when the link is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Sends commands, again and again while the server is full or starting.
   *
   * @throws ReluctantError when the server refuses them for good, or the link is closed
   */
  async send<Value>(commands: (client: Redis) => Promise<Value>): Promise<Value> {
    for (let attempt = 0; ; attempt++) {
      if (this.closing.aborted) throw this.#closed();
      try {
        const value = await commands(this.client);
        this.#full = false;
        return value;
      } catch (error) {
        if (this.closing.aborted) throw this.#closed();
        if (!isPassing(error)) throw refused(this.address, error);
        this.tellFull(error);
      }
      await wait(Math.min(shortestWait * 2 ** attempt, longestWait), undefined, { signal: this.closing }).catch(
        () => undefined,
      );
    }
  }

  /** Says once that the server does not accept commands for the moment, if that is what the error says. */
  tellFull(error: unknown): void {
    if (!isPassing(error) || this.#full) return;
    this.#full = true;
    this.#onNotice(
      `${this.address.shown} does not accept commands at the moment (${messageOf(error)}); waiting until it does`,
    );
  }

  /** Ends the connection. Commands that wait fail. */
  close(): void {
    this.#closing.abort();
    this.client.disconnect();
  }

  #check(info: string): void {
    const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1];
    const policy = field('maxmemory_policy');
    const { shown } = this.address;
    if (policy !== undefined && policy !== 'noeviction') {
      throw new ReluctantError(
        'input-output',
        `${shown} deletes keys when it is full (maxmemory-policy ${printable(policy)}), which would lose jobs: set maxmemory-policy to noeviction, or use another server`,
        { expected: 'noeviction', received: policy },
      );
    }
    const version = field('redis_version');
    if (version !== undefined && isOlder(version)) {
      throw new ReluctantError(
        'input-output',
        `${shown} is Redis ${printable(version)}, but a queue needs ${oldest.join('.')} or newer`,
        { expected: oldest.join('.'), received: version },
      );
    }
  }

  #lose(): void {
    if (this.closing.aborted || this.#lost) return;
    this.#lost = true;
    this.#onNotice(`the connection to ${this.address.shown} is lost; waiting until it is back`);
  }

  #find(): void {
    if (!this.#lost) return;
    this.#lost = false;
    this.#onNotice(`the connection to ${this.address.shown} is back`);
  }

  #closed(): ReluctantError {
    return new ReluctantError('wrong-state', `the connection to ${this.address.shown} is closed`);
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A transaction is discarded because of the errors of its commands.
  const within = 'previousErrors' in error && Array.isArray(error.previousErrors) ? error.previousErrors : [];
  return passing.test(error.message) || within.some(isPassing);
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

/**
 * The error of a first connection. The driver's error is not its cause: that one holds the command with the password.
 */
function unreachable({ shown, tls }: QueueAddress, error: unknown): ReluctantError {
  return new ReluctantError('input-output', `there is no connection to ${shown}: ${whyUnreachable(error, tls)}`);
}

function whyUnreachable(error: unknown, tls: boolean): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = messageOf(error);
  if (/CERT|SIGNATURE/.test(code)) return `its certificate is not trusted (${message})`;
  if (code.startsWith('ERR_SSL')) return 'it does not speak TLS';
  if (code === 'ECONNRESET' || code === 'EPIPE' || message.startsWith('Connection is closed')) {
    return tls
      ? 'it closed the connection, or does not speak TLS'
      : 'it closed the connection (a server with TLS needs rediss:)';
  }
  return message.startsWith('Unknown RESP type') ? 'it is not a Redis server' : message;
}

function refused({ shown }: QueueAddress, error: unknown): ReluctantError {
  return new ReluctantError('input-output', `${shown} refused a command: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('NOAUTH')) return 'it needs a password';
  if (message.startsWith('WRONGPASS')) return 'the name or the password is wrong';
  const code = error instanceof Error && 'code' in error && message === '' ? String(error.code) : message;
  return printable(code, 200);
}
