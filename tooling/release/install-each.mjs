// Publishes all packages to a registry on loopback, installs each alone into empty projects with npm and with pnpm, and imports what it
// exports. Third-party packages come from the registry that npm is configured for. After a build; usage: node install-each.mjs [name …]
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistry } from './loopback-registry.mjs';
import { packPublished } from './published-packages.mjs';

const execute = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), 'reluctant-install-'));
const managers = { npm: ['npm', 'install', '--no-audit', '--no-fund'], pnpm: ['npx', '--yes', 'pnpm@12.21.0', 'add'] };
/** Entry points that need an optional peer of the user's. */
const needsPeer = /\/tfjs$/;

const packages = packPublished(scratch);
const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim().replace(/\/?$/, '/');
const registry = await startRegistry(packages, upstream);
const wanted = process.argv.slice(2);
const failures = [];
try {
  for (const one of packages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const [manager, command] of Object.entries(managers)) {
      const failure = await tryInstall(one, manager, command);
      console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${manager} ${one.name}`);
      if (failure !== undefined) failures.push(`${manager} ${one.name}: ${failure}`);
    }
  }
} finally {
  registry.close();
  rmSync(scratch, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Installs a package alone, then imports its entry points or starts its command. Returns what went wrong, if anything did. */
async function tryInstall({ name, manifest }, manager, [program, ...args]) {
  const folder = join(scratch, `${manager}-${name.replaceAll('/', '-')}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
  // pnpm reads no registry from the environment.
  writeFileSync(join(folder, '.npmrc'), `registry=${registry.url}\n`);
  const environment = { ...process.env, npm_config_registry: registry.url, npm_config_cache: join(scratch, 'cache') };
  const options = { cwd: folder, env: environment };
  try {
    await execute(program, [...args, name], options);
    for (const door of Object.keys(manifest.exports).filter((key) => importable(key, manifest))) {
      await execute(
        process.execPath,
        ['--input-type=module', '-e', `await import('${name}${door.slice(1)}')`],
        options,
      );
    }
    for (const command of Object.keys(manifest.bin ?? {})) {
      await execute(join(folder, 'node_modules/.bin', command), ['--help'], options);
    }
    return undefined;
  } catch (error) {
    return [error.message, error.stdout, error.stderr].join('\n');
  }
}

/** Whether an entry point is a module that only defines: a command's starts it, and a worker's waits for messages. */
function importable(door, { bin }) {
  return bin === undefined && !needsPeer.test(door) && !['./package.json', './worker'].includes(door);
}
