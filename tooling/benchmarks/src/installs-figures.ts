import { type BlockRenderer, markdownTable } from './figure-blocks.js';
import { counted, installLimits } from './install-limits.js';
import type { InstallsResult, ThirdParty } from './installs-result.js';
import { storedBlock } from './stored-result.js';

const command = 'pnpm install:each --store';
const stored = (render: (result: InstallsResult) => string): BlockRenderer =>
  storedBlock<InstallsResult>('installs', command, render);

/** Blocks about what an installation brings along. */
export const installBlocks: Readonly<Record<string, BlockRenderer>> = {
  installs: stored(renderInstalls),
  'installs-licences': stored(renderLicences),
  'installs-walk': stored(renderWalk),
};

function renderInstalls(result: InstallsResult): string {
  const rows = result.packages.map((one) => {
    const { thirdParty, bytes } = counted(one);
    const limit = installLimits[one.name];
    const limits = limit === undefined ? 'none' : `${limit.packages}, ${limit.megabytes} MB`;
    const all = [String(one.thirdParty.length), megabytes(one.bytes)];
    return [`\`${one.name}\``, ...all, String(thirdParty.length), megabytes(bytes), limits];
  });
  const head = ['package', 'third-party packages', 'MB', 'counted packages', 'counted MB', 'at most'];
  return `${markdownTable(head, rows)}\n\n${source(result)}`;
}

function renderLicences(result: InstallsResult): string {
  const found = new Map<string, ThirdParty & { readonly users: string[] }>();
  for (const { name, thirdParty } of result.packages) {
    for (const one of thirdParty) {
      const key = `${one.name}@${one.version}`;
      found.set(key, { ...one, users: [...(found.get(key)?.users ?? []), name.replace('@reluctant/', '')] });
    }
  }
  const rows = [...found.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, licence, users }) => [`\`${name}\``, version, licence, users.join(', ')]);
  const audit = result.audited
    ? '`npm audit` knew no advisory against any of them.'
    : 'The registry of that run answers no `npm audit`, so it says nothing about advisories.';
  const scripts = 'None runs a script when it is installed, and none is deprecated.';
  return `${markdownTable(['package', 'version', 'licence', 'comes with'], rows)}\n\n${scripts} ${audit} ${source(result)}`;
}

function renderWalk({ walks, machine }: InstallsResult): string {
  const commands = walks[0]?.steps.map((step) => step.command) ?? [];
  const rows = commands.map((line, index) => [
    `\`${line}\``,
    ...walks.map(({ steps }) => `${(steps[index]?.seconds ?? Number.NaN).toFixed(1)} s`),
  ]);
  const total = walks.map(({ steps }) => `${steps.reduce((sum, step) => sum + step.seconds, 0).toFixed(1)} s`);
  const table = markdownTable(['command', ...walks.map(({ node }) => `Node ${node}`)], [...rows, ['all', ...total]]);
  return `${table}\n\n${machine.cpu}, ${machine.cores} cores; npm's cache is empty, the registry on loopback. ${sourceOf(machine)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function source({ machine, npm }: InstallsResult): string {
  return `${machine.platform}, npm ${npm}. ${sourceOf(machine)}`;
}

function sourceOf({ date, commit }: InstallsResult['machine']): string {
  return `\`${command}\` (${date}, commit ${commit}).`;
}
