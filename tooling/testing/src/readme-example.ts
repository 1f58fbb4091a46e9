import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs the first ```js block of a README as a module of its own, standing beside the README so that its imports resolve as a
 * user's would, and gives what it printed. README examples are plain JavaScript: they run as they stand.
 *
 * @param readme - `new URL('../README.md', import.meta.url)`
 * @throws Error when there is no ```js block, or when the example fails
 */
export async function runReadmeExample(readme: URL): Promise<string> {
  const block = /^```js\n([\s\S]*?)^```/m.exec(await readFile(readme, 'utf8'));
  if (block?.[1] === undefined) {
    throw new Error(`${fileURLToPath(readme)} has no \`\`\`js block`);
  }
  const file = new URL(`./.readme-example-${randomUUID()}.mjs`, readme);
  await writeFile(file, block[1]);
  try {
    const { stdout } = await run(process.execPath, [fileURLToPath(file)], { cwd: fileURLToPath(new URL('.', readme)) });
    return stdout;
  } finally {
    await rm(file, { force: true });
  }
}
