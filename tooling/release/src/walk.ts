import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { repository } from './published-packages.js';
import type { Stranger } from './stranger.js';

/** What `docs/getting-started.md` tells a newcomer to do, and how long each command took. */
export interface WalkedStep {
  readonly command: string;
  readonly seconds: number;
}

type Block =
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  | { readonly kind: 'command'; readonly line: string; readonly output: string | undefined };

/** The files and the commands of a page, in its order: ```js blocks below a line that ends on the file's name, and ```sh blocks. */
export function blocksOf(page: string): readonly Block[] {
  const found = page.matchAll(
    /`([\w.-]+)`:\n\n```js\n([\s\S]*?)^```|^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm,
  );
  return Array.from(found, ([, name, content = '', line = '', output]) =>
    name === undefined ? { kind: 'command', line: line.trim(), output } : { kind: 'file', name, content },
  );
}

/**
 * Does what `docs/getting-started.md` says, block by block, in the stranger's empty folder. A command that keeps running, such as a
 * server, is ended after the last block.
 *
 * @throws Error for a command that fails, or prints something else than the page says
 */
export async function walk(stranger: Stranger): Promise<readonly WalkedStep[]> {
  const page = readFileSync(join(repository, 'docs/getting-started.md'), 'utf8');
  // The port of the page may be taken.
  const blocks = blocksOf(page.replaceAll('8080', String(await freePort())));
  const steps: WalkedStep[] = [];
  const running: (() => void)[] = [];
  try {
    for (const block of blocks) {
      if (block.kind === 'file') {
        stranger.write(block.name, block.content);
        continue;
      }
      const from = performance.now();
      running.push(await printed(stranger, block.line, block.output));
      steps.push({ command: block.line, seconds: (performance.now() - from) / 1000 });
    }
  } finally {
    for (const end of running) end();
  }
  return steps;
}

/**
 * Starts a command line and waits for its end, or until it has printed what it should.
 *
 * @returns ends it, if it still runs
 */
function printed(stranger: Stranger, line: string, expected: string | undefined): Promise<() => void> {
  // A group of its own, so that what the shell starts ends with it.
  const child = spawn('sh', ['-c', line], { cwd: stranger.folder, env: stranger.env, detached: true });
  const end = (): void => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid);
  };
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout === expected) resolve(end);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && (expected === undefined || stdout === expected)) resolve(end);
      else reject(new Error(`${line} ended with ${code} and printed\n${stdout}${stderr}instead of\n${expected ?? ''}`));
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
