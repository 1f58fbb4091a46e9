import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { invalidOption, option, ReluctantError, sentence } from '@reluctant/errors';

/** Where a queue is, and how to sign in. */
export interface QueueAddress {
  /** Scheme, host, port and number of the database, for messages. It holds no name and no password. */
  readonly shown: string;
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username?: string;
  readonly password?: string;
  /** Whether the connection is encrypted. */
  readonly tls: boolean;
  /** Certificates of the authorities to trust, in PEM. Without them those of Node are trusted. */
  readonly authorities?: string;
}

const schemes: ReadonlyMap<string, boolean> = new Map([
  ['redis:', false],
  ['valkey:', false],
  ['rediss:', true],
  ['valkeys:', true],
]);

const form = 'redis://host:6379, redis://name:password@host:6379/0, or rediss://… for TLS';

/**
 * Parses the URL of a Redis or Valkey server: `redis://[name:password@]host[:6379][/database]`, with `rediss:` for TLS;
 * `valkey:` and `valkeys:` mean the same. Names and passwords may be percent-encoded.
 *
 * @param ca - a file with certificates of authorities to trust, in PEM, for TLS
 * @throws ReluctantError (usage); the message does not quote the URL, which may hold a password
 */
export function parseQueueAddress(text: string, ca?: string): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const tls = url && schemes.get(url.protocol);
  if (url === undefined || tls === undefined) throw invalidAddress('it is not such a URL');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw invalidAddress('the host is missing');
  const [, database] = /^\/?(\d{0,5})$/.exec(url.pathname) ?? [];
  if (database === undefined) throw invalidAddress('the database after the host must be a number');
  if (url.search !== '' || url.hash !== '') throw invalidAddress('it must end after the database');
  if (ca !== undefined && !tls) {
    throw new ReluctantError(
      'invalid-option',
      sentence`${option('queue_ca')} is for connections with TLS, but ${option('queue')} begins with ${url.protocol}//`,
      { path: ['queue_ca'], expected: 'a URL with TLS' },
    );
  }
  const port = url.port === '' ? 6379 : Number(url.port);
  const shownDatabase = database === '' ? '' : `/${database}`;
  return {
    shown: `${url.protocol}//${url.hostname}:${port}${shownDatabase}`,
    host,
    port,
    database: Number(database),
    ...(url.username !== '' && { username: decoded(url.username) }),
    ...(url.password !== '' && { password: decoded(url.password) }),
    tls,
    ...(ca !== undefined && { authorities: readAuthorities(ca) }),
  };
}

function readAuthorities(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch {
    throw invalidOption('queue_ca', 'a file with certificates in PEM', file);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidAddress('its name or password is not percent-encoded correctly');
  }
}

function invalidAddress(why: string): ReluctantError {
  return new ReluctantError(
    'invalid-option',
    sentence`${option('queue')} must be the URL of a Redis server, such as ${form}: ${why}`,
    { path: ['queue'], expected: 'the URL of a Redis server' },
  );
}
