import type { Machine } from './machine.js';

/** What `pnpm install:each --store` found; stored as tooling/benchmarks/results/installs.json. */
export interface InstallsResult {
  readonly machine: Machine;
  readonly npm: string;
  /** Whether the registry was asked for advisories. It had none, as the command fails otherwise. */
  readonly audited: boolean;
  /** Each published package, installed alone by npm. */
  readonly packages: readonly InstalledAlone[];
  /** The steps of docs/getting-started.md, by version of Node. */
  readonly walks: readonly Walk[];
}

/** What a package brings along. */
export interface InstalledAlone {
  readonly name: string;
  /** Size of all installed files, those of our packages included. */
  readonly bytes: number;
  readonly thirdParty: readonly ThirdParty[];
}

/** A third-party package with its size. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  readonly bytes: number;
}

/** How long each command took. */
export interface Walk {
  readonly node: string;
  readonly steps: readonly { readonly command: string; readonly seconds: number }[];
}
