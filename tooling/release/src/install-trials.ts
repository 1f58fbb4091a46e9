import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { advisoriesOf } from './audit.js';
import { checkCommands } from './check-commands.js';
import { entryPoints, importEach, typeCheckEach } from './check-entry-points.js';
import { checkPeers } from './check-peers.js';
import { checkReadme } from './check-readme.js';
import { checkTarball } from './check-tarball.js';
import { type Installation, installedPackages } from './installed-packages.js';
import { type PublishedPackage, repository } from './published-packages.js';
import { run } from './run.js';
import { type Manager, Stranger } from './stranger.js';
import { type WalkedStep, walk } from './walk.js';

/** Surroundings of all trials. */
export interface TrialOptions {
  /** A folder for projects. */
  readonly scratch: string;
  /** npm's cache. */
  readonly cache: string;
  /** Address of the registry. */
  readonly registry: string;
  /** Prints a line. */
  readonly say: (line: string) => void;
}

/** Installs what is published as strangers would, and keeps what it finds. */
export class InstallTrials {
  /** What is wrong: a text for each fault. */
  readonly faults: string[] = [];
  /** What npm installed for each package. */
  readonly installations: Map<string, Installation> = new Map();
  /** How long the steps of docs/getting-started.md took, by version of Node. */
  readonly walks: Map<string, readonly WalkedStep[]> = new Map();
  passed = 0;
  failed = 0;
  /** Whether the registry answers audits. */
  audits = true;
  readonly #options: TrialOptions;
  readonly #removals: Promise<void>[] = [];
  #trials = 0;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  /** Checks a tarball, then installs the package alone with npm and with pnpm and uses it as its README says. */
  async alone(one: PublishedPackage): Promise<void> {
    const modules = entryPoints(one, false);
    await this.#trial(`tarball ${one.name}`, () => checkTarball(one));
    await this.#trial(`npm     ${one.name}`, async (folder) => {
      const stranger = await this.#installed(folder, 'npm', one);
      await importEach(stranger, modules);
      await startCommands(stranger, one);
      const installation = installedPackages(stranger.folder);
      this.installations.set(one.name, installation);
      return [...installation.faults, ...(await this.#advisories(stranger))];
    });
    await this.#trial(`pnpm    ${one.name}`, async (folder) => {
      const stranger = await this.#installed(folder, 'pnpm', one);
      await importEach(stranger, modules);
      await startCommands(stranger, one);
      await typeCheckEach(stranger, modules, { libraries: true });
      return checkReadme(stranger, one);
    });
  }

  /** Installs the packages that have optional peers, and these, and uses what needs them. */
  async peers(packages: readonly PublishedPackage[], manager: Manager): Promise<void> {
    const title = `${manager} with all optional peers`;
    await this.#trial(title, (folder) => checkPeers(this.#stranger(folder), packages, manager));
  }

  /** Starts the commands by npx and follows docs/getting-started.md, with one Node and empty caches. */
  async program(node: string): Promise<void> {
    const version = (await run(node, ['--version'], { cwd: this.#options.scratch })).trim();
    const stranger = (folder: string): Stranger => this.#stranger(folder, { node, cache: join(folder, 'cache') });
    await this.#trial(`npx, Node ${version}`, (folder) => checkCommands(stranger(folder)));
    await this.#trial(`docs/getting-started.md, Node ${version}`, async (folder) => {
      const page = readFileSync(join(repository, 'docs/getting-started.md'), 'utf8');
      this.walks.set(version, await walk(stranger(folder), page));
      return [];
    });
  }

  /** Waits until the folders of all trials are removed. */
  async removed(): Promise<void> {
    await Promise.all(this.#removals);
  }

  /** Does a trial in a folder of its own, which is removed while the next one begins: that takes seconds. */
  async #trial(title: string, work: (folder: string) => Promise<readonly string[]>): Promise<void> {
    const from = performance.now();
    const folder = join(this.#options.scratch, `trial-${this.#trials++}`);
    const faults = await work(folder).catch((error: unknown) => [error instanceof Error ? error.message : `${error}`]);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    this.#options.say(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${seconds.padStart(5)} s  ${title}`);
    if (faults.length === 0) this.passed++;
    else this.failed++;
    this.faults.push(...faults.map((fault) => `${title.replace(/ +/, ' ')}: ${fault}`));
    // What cannot be removed yet goes with the scratch folder.
    this.#removals.push(rm(folder, { recursive: true, force: true }).catch(() => undefined));
  }

  async #installed(folder: string, manager: Manager, { name }: PublishedPackage): Promise<Stranger> {
    const stranger = this.#stranger(folder);
    stranger.writeManifest();
    await stranger.install(manager, [name]);
    return stranger;
  }

  #stranger(folder: string, options: { readonly node?: string; readonly cache?: string } = {}): Stranger {
    const { cache, registry } = this.#options;
    return new Stranger({ cache, registry, ...options, folder });
  }

  async #advisories(stranger: Stranger): Promise<readonly string[]> {
    if (!this.audits) return [];
    const advisories = await advisoriesOf(stranger);
    if (advisories === undefined) this.audits = false;
    return advisories ?? [];
  }
}

async function startCommands(stranger: Stranger, { manifest }: PublishedPackage): Promise<void> {
  for (const command of Object.keys(manifest.bin ?? {})) {
    await stranger.run(join(stranger.folder, 'node_modules/.bin', command), ['--help']);
  }
}
