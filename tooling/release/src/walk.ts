import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Stranger } from './stranger.js';

/** A command of a page, and how long it took. */
export interface WalkedStep {
  readonly command: string;
  readonly seconds: number;
}

type Block =
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  | { readonly kind: 'command'; readonly line: string; readonly output: string | undefined; readonly runsOn: boolean };

/**
 * The files and the commands of a page, in its order: ```js blocks below a line that ends on the file's name, and
 * ```sh blocks. A command after which the page goes on in another terminal runs on.
 */
function blocksOf(page: string): readonly Block[] {
  const pattern = /`([\w.-]+)`:\n\n```js\n([\s\S]*?)^```|^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm;
  return Array.from(page.matchAll(pattern), ({ 0: all, 1: name, 2: content = '', 3: line = '', 4: output, index }) => {
    if (name !== undefined) return { kind: 'file', name, content };
    const runsOn = /^\s*In another terminal/.test(page.slice(index + all.length));
    return { kind: 'command', line: line.trim(), output, runsOn };
  });
}

/**
 * Does what a page says, block by block, in the stranger's empty folder. A command that runs on, such as a server, is
 * ended after the last block.
 *
 * @param page - Markdown; the port 8080 in it stands for a free one
 * @throws Error for a command that fails, or prints something else than the page says
 */
export async function walk(stranger: Stranger, page: string): Promise<readonly WalkedStep[]> {
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
      running.push(await printed(stranger, block));
      steps.push({ command: block.line, seconds: (performance.now() - from) / 1000 });
    }
  } finally {
    for (const end of running) end();
  }
  return steps;
}

/**
 * Starts a command line and waits for its end, or, if it runs on, until it has printed what it should.
 *
 * @returns ends it, if it still runs
 */
function printed(
  stranger: Stranger,
  { line, output: expected, runsOn }: Extract<Block, { kind: 'command' }>,
): Promise<() => void> {
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
    const fail = (what: string): void =>
      reject(new Error(`${line} ${what} and printed\n${stdout}${stderr}instead of\n${expected ?? ''}`));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!runsOn || expected === undefined) return;
      if (stdout === expected) resolve(end);
      if (expected.startsWith(stdout)) return;
      end();
      fail('runs on');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && (expected === undefined || stdout === expected)) resolve(end);
      else fail(`ended with ${code}`);
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
