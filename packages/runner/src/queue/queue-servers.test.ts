import { createServer, type Server, type Socket } from 'node:net';
import { connectQueue, runQueueWorker } from '@reluctant/runner/queue';
import { hasOpenssl, hasRedisServer, RedisServer, redisTest } from '@reluctant/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { closeOpened, opened, startServer } from '../testing/queue-study.js';
import { loadQueuePackages } from './load-queue-packages.js';
import { parseQueueAddress } from './queue-address.js';
import { RedisLink } from './redis-link.js';

afterEach(closeOpened);

/** Expects that both sides of a queue refuse a server in one sentence without the password. */
async function expectRefusal(queue: string, message: RegExp, queue_ca?: string): Promise<void> {
  const signal = new AbortController().signal;
  for (const begin of [
    () => connectQueue({ queue, queue_ca, version: '1' }),
    () => runQueueWorker({ queue, queue_ca, version: '1', signal }),
  ]) {
    const error = await begin().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'input-output', message: expect.stringMatching(message) });
    expect(JSON.stringify(error) + String(error) + (error instanceof Error ? error.stack : '')).not.toContain('secret');
  }
}

/** Starts a program that is no Redis; returns its port. */
async function startOther(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Answers each command, which the driver sends as an array of strings, with the text. */
function answering(text: string): (socket: Socket) => void {
  return (socket) => {
    socket.on('data', (data) => {
      for (const _ of data.toString().match(/^\*\d/gm) ?? ['']) socket.write(text);
    });
  };
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

describe.skipIf(!hasRedisServer)(redisTest, () => {
  test.each([
    [
      'a server that evicts keys',
      ['--maxmemory-policy', 'allkeys-lru'],
      '',
      /deletes keys when it is full \(maxmemory-policy allkeys-lru\), which would lose jobs: set maxmemory-policy to noeviction/,
    ],
    ['a password that is missing', ['--requirepass', 'secret-1'], '', /: it needs a password$/],
    ['a wrong password', ['--requirepass', 'secret-1'], ':secret-2@', /: the name or the password is wrong$/],
  ])('%s is one sentence, without the password', async (_, arguments_, login, message) => {
    const server = await startServer(...arguments_);
    await expectRefusal(server.url.replace('//', `//${login}`), message);
  });

  test('the password of the URL is used', async () => {
    const server = await startServer('--requirepass', 'secret 1');
    const connected = await connectQueue({ queue: server.url.replace('//', '//:secret%201@'), version: '1' });
    expect(connected.address).toBe(server.url);
    await connected.close();
  });

  test.skipIf(!hasOpenssl)('TLS: a certificate is checked against the authorities and the host', async () => {
    const server = await RedisServer.startTls('--requirepass', 'secret-1');
    opened.push(() => server.remove());
    const { port, certificate } = server.tls;
    for (const host of ['127.0.0.1', 'localhost']) {
      const queue = `rediss://:secret-1@${host}:${port}`;
      const connected = await connectQueue({ queue, queue_ca: certificate, version: '1' });
      await connected.close();
      await expectRefusal(
        queue,
        /^there is no connection to rediss:\/\/.+: its certificate is not trusted \(self-signed/,
      );
    }
    await expectRefusal(
      `rediss://:secret-1@127.1:${port}`,
      /: its certificate is not trusted \(Hostname\/IP does not match certificate's altnames/,
      certificate,
    );
    await expectRefusal(
      `redis://:secret-1@127.0.0.1:${port}`,
      /: it closed the connection \(a server with TLS needs rediss:\)$/,
    );
    const plain = parseQueueAddress(`rediss://:secret-1@127.0.0.1:${server.port}`, certificate);
    await expect(RedisLink.open(await loadQueuePackages(), plain, () => undefined, 100)).rejects.toThrow(
      /, or does not speak TLS$/,
    );
  });
});

test('a server that is not there is one sentence', () =>
  expectRefusal(
    'redis://:secret@127.0.0.1:1',
    /^there is no connection to redis:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
  ));

test('a web server is one sentence', async () => {
  const port = await startOther(answering('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  await expectRefusal(`redis://:secret@127.0.0.1:${port}`, /^there is no connection to .+: it is not a Redis server$/);
});

test('a server that hangs up is one sentence', async () => {
  const port = await startOther((socket) => socket.end());
  await expectRefusal(
    `redis://:secret@127.0.0.1:${port}`,
    /^there is no connection to .+: it closed the connection \(a server with TLS needs rediss:\)$/,
  );
});

test('TLS: a web server without it is one sentence', async () => {
  const port = await startOther(answering('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  await expectRefusal(`rediss://:secret@127.0.0.1:${port}`, /: it does not speak TLS$/);
});

test('a server that is too old is one sentence', async () => {
  const info = '# Server\r\nredis_version:6.0.16\r\nmaxmemory_policy:noeviction\r\n';
  const port = await startOther(answering(bulk(info)));
  await expectRefusal(`redis://127.0.0.1:${port}`, /is Redis 6\.0\.16, but a queue needs 6\.2 or newer$/);
});

test('a server that answers nothing is one sentence after a while', async () => {
  const port = await startOther(() => undefined);
  const address = parseQueueAddress(`redis://:secret@127.0.0.1:${port}`);
  await expect(RedisLink.open(await loadQueuePackages(), address, () => undefined, 50)).rejects.toThrow(
    `there is no connection to redis://127.0.0.1:${port}: it does not answer`,
  );
});

test('a file of certificates is for TLS, and must hold certificates', () => {
  expect(() => parseQueueAddress('redis://:secret@host', '/none')).toThrow(
    'queue_ca is for connections with TLS, but queue begins with redis://',
  );
  for (const file of ['/none', new URL(import.meta.url).pathname]) {
    expect(() => parseQueueAddress('rediss://:secret@host', file)).toThrow(
      `queue_ca must be a file with certificates in PEM, got`,
    );
  }
});
