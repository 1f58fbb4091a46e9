import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test } from 'vitest';
import { Stranger } from './stranger.js';
import { walk } from './walk.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const newcomer = (name: string): Stranger =>
  new Stranger({
    folder: join(scratch.path, name),
    registry: 'http://127.0.0.1:9/',
    cache: join(scratch.path, 'cache'),
  });

const page = (answer: string): string => `
A server, \`serve.mjs\`:

\`\`\`js
import { createServer } from 'node:http';
createServer((_, response) => response.end('yes')).listen(8080, '127.0.0.1', () => console.log('listening'));
\`\`\`

\`\`\`sh
node serve.mjs
\`\`\`

\`\`\`text
listening
\`\`\`

In another terminal:

\`\`\`sh
node -e "fetch('http://127.0.0.1:8080').then((answer) => answer.text()).then(console.log)" && touch asked
\`\`\`

\`\`\`text
${answer}
\`\`\`
`;

test('a page is followed: files are written, a server runs on while the next command asks it', async () => {
  const stranger = newcomer('follows');
  const steps = await walk(stranger, page('yes'));
  expect(steps.map(({ command }) => command.split(' ').slice(0, 2).join(' '))).toEqual(['node serve.mjs', 'node -e']);
  expect(readFileSync(join(stranger.folder, 'asked'), 'utf8')).toBe('');
});

test('a command that prints something else than the page says fails', async () => {
  await expect(walk(newcomer('differs'), page('no'))).rejects.toThrow(/ended with 0 and printed\nyes\ninstead of\nno/);
});

test('a server that prints something else than the page says fails, and is ended', async () => {
  const greets = page('yes').replace("console.log('listening')", "console.log('ready')");
  await expect(walk(newcomer('greets'), greets)).rejects.toThrow(/runs on and printed\nready\ninstead of\nlistening/);
});

test('a command that ends with an error fails', async () => {
  await expect(walk(newcomer('fails'), '```sh\nnode -e "process.exit(3)"\n```\n')).rejects.toThrow('ended with 3');
});
