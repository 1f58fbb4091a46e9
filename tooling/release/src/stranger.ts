import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { repository } from './published-packages.js';
import { run } from './run.js';

/** Who installs. */
export type Manager = 'npm' | 'pnpm';

/** What a stranger starts with. */
export interface StrangerOptions {
  /** A folder that does not exist yet. */
  readonly folder: string;
  /** Address of the registry. */
  readonly registry: string;
  /** Folder of npm's cache. */
  readonly cache: string;
  /** The program that runs scripts, npm and pnpm; that of this process by default. */
  readonly node?: string;
}

/** Somebody with an empty project in an empty home, who knows one registry and nothing of this workspace. */
export class Stranger {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor({ folder, registry, cache, node = process.execPath }: StrangerOptions) {
    this.folder = join(folder, 'project');
    const home = join(folder, 'home');
    for (const path of [this.folder, home]) mkdirSync(path, { recursive: true });
    // pnpm reads the registry from a file, npm and npx from the variable, too.
    writeFileSync(join(this.folder, '.npmrc'), `registry=${registry}\n`);
    const paths = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.startsWith(repository));
    this.#env = {
      // `npm` and `npx` are scripts for the first Node of the path.
      PATH: [dirname(node), ...paths].join(delimiter),
      HOME: home,
      // Where pnpm keeps its store: files of third-party packages are linked instead of fetched again.
      XDG_DATA_HOME: process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'),
      npm_config_registry: registry,
      npm_config_cache: cache,
      npm_config_update_notifier: 'false',
      ORT_DISABLE_TELEMETRY: '1',
    };
  }

  /** Writes a file of the project. */
  write(name: string, content: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** Makes the project one of ES modules. */
  writeManifest(): void {
    this.write('package.json', JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
  }

  /** Installs packages. Fails, as the manager does, where it would ask about install scripts. */
  async install(manager: Manager, names: readonly string[], flags: readonly string[] = []): Promise<void> {
    const command = manager === 'npm' ? ['install', '--no-audit', '--no-fund'] : ['add'];
    await this.run(manager, [...command, ...flags, ...names]);
  }

  /** Runs a command in the project. */
  run(command: string, args: readonly string[]): Promise<string> {
    return run(command, args, { cwd: this.folder, env: this.#env });
  }

  /** The variables that commands of the project see. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }
}
