// Publishes all packages to a registry on loopback, installs each alone into empty projects with npm and with pnpm, and
// uses it as its README says. Third-party packages come from the registry that npm is configured for. After a build.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { InstallTrials } from './install-trials.js';
import { startRegistry } from './loopback-registry.js';
import { packPublished } from './published-packages.js';
import { eachOf } from './run.js';
import { scratchRoot } from './scratch-root.js';
import { storeInstallations } from './store-installations.js';

const program = new Command('install-each')
  .description('Installs every published package from a registry on loopback and uses it')
  .argument('[names...]', 'packages; all by default, with their optional peers, npx and docs/getting-started.md')
  .option('--node <path...>', 'further Node programs for npx and docs/getting-started.md')
  .option('--store', 'store what is installed in tooling/benchmarks/results/installs.json')
  .parse();
const { node = [], store = false } = program.opts<{ node?: string[]; store?: boolean }>();
const names = new Set(program.args);
if (store && names.size > 0) program.error('--store needs all packages');

const from = performance.now();
const scratch = mkdtempSync(join(scratchRoot(), 'reluctant-install-'));
const packages = await packPublished(scratch);
const unknown = [...names].filter((each) => !packages.some(({ name }) => name === each));
if (unknown.length > 0) {
  rmSync(scratch, { recursive: true, force: true });
  program.error(`no package is named ${unknown.join(', ')}: names are whole, as in @reluctant/onnx`);
}
const chosen = packages.filter(({ name }) => names.size === 0 || names.has(name));
const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/?$/, '/');
const registry = await startRegistry(packages, upstream);
const cache = join(scratch, 'cache');
const trials = new InstallTrials({ scratch, cache, registry: registry.url, say: (line) => console.log(line) });
// The longest first.
const together = [
  ...[process.execPath, ...node.map((path) => resolve(path))].map((path) => () => trials.program(path)),
  ...(['npm', 'pnpm'] as const).map((manager) => () => trials.peers(packages, manager)),
];
try {
  const alone = chosen.map((one) => () => trials.alone(one));
  await eachOf([...(names.size > 0 ? [] : together), ...alone], 2, (trial) => trial());
} finally {
  registry.close();
  await trials.removed();
  rmSync(scratch, { recursive: true, force: true });
}
for (const fault of trials.faults) console.error(fault);
if (!trials.audits) console.log('The registry has no audits, so advisories were not looked up.');
if (store && trials.failed === 0) console.log(storeInstallations(trials));
console.log(`${((performance.now() - from) / 1000).toFixed(0)} s`);
console.log(`installs: ${trials.passed} passed, ${trials.failed} failed`);
process.exitCode = trials.failed > 0 ? 1 : 0;
