import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { browserExamples, readmeExamples, readmesWithout, strictOptions } from '@reluctant/release';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installPackages, packageFolders, packPackage, run, thirdPartiesOf, tsc } from './packed-package.js';

const examples = readmeExamples();
let scratch: string;
let project: string;

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'reluctant-readmes-')));
  project = join(scratch, 'reader');
  const packed = await Promise.all(packageFolders().map((folder) => packPackage(folder, scratch)));
  await installPackages(
    project,
    packed,
    await thirdPartiesOf(packageFolders(), ['@tensorflow/tfjs-backend-cpu', '@types/node']),
  );
  await Promise.all(examples.map(({ name, code }) => writeFile(join(project, `${name}.ts`), code)));
  const inBrowser = browserExamples().flatMap(({ name, files }) =>
    Object.entries(files).map(([file, code]) => ({ path: join(name, file), code })),
  );
  for (const { path, code } of inBrowser) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    // A module, also where it imports nothing.
    await writeFile(join(project, path), `${code}export {};\n`);
  }
  const files = [...examples.map(({ name }) => `${name}.ts`), ...inBrowser.map(({ path }) => path)];
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: strictOptions(), files }));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

it('every package has an example in TypeScript', () => {
  expect(readmesWithout()).toEqual([]);
});

it('the examples of all READMEs compile as strict TypeScript against the installed packages', async () => {
  await run(process.execPath, [tsc, '-p', project], project);
});

it.each(examples)('$title prints the output below it', async ({ name, output }) => {
  // A separate folder, as some examples write files.
  const folder = join(project, 'run', name);
  await mkdir(folder, { recursive: true });
  const { stdout } = await run(process.execPath, [join(project, 'out', `${name}.js`)], folder);
  expect(stdout).toBe(output);
});
