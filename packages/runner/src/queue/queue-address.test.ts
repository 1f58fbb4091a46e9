import { expect, test } from 'vitest';
import { parseQueueAddress } from './queue-address.js';

test.each([
  ['redis://host', { shown: 'redis://host:6379', host: 'host', port: 6379, database: 0, tls: false }],
  ['valkey://host:7000/3', { shown: 'valkey://host:7000/3', port: 7000, database: 3, tls: false }],
  ['rediss://me:a%40b%20c@host', { shown: 'rediss://host:6379', username: 'me', password: 'a@b c', tls: true }],
  ['valkeys://:secret@host', { shown: 'valkeys://host:6379', password: 'secret', tls: true }],
  ['redis://[::1]:6380', { shown: 'redis://[::1]:6380', host: '::1', port: 6380 }],
])('%s', (text, expected) => {
  expect(parseQueueAddress(text)).toMatchObject(expected);
});

test.each([
  ['http://me:secret@host', 'it is not such a URL'],
  ['host:6379', 'it is not such a URL'],
  ['', 'it is not such a URL'],
  ['redis://', 'the host is missing'],
  ['redis://me:secret@host/name', 'the database after the host must be a number'],
  ['redis://me:secret@host?tls=1', 'it must end after the database'],
  ['redis://me:%E0%A4%A@secret', 'its name or password is not percent-encoded correctly'],
])('%s is refused without being quoted: %s', (text, why) => {
  const said = (): unknown => parseQueueAddress(text);
  expect(said).toThrow(`option 'queue' must be the URL of a Redis server, such as `);
  expect(said).toThrow(why);
  expect(said).not.toThrow('secret');
});
