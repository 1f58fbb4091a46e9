import type { InstalledAlone, ThirdParty } from './installs-result.js';

/** The most that an installation of a package may bring along. */
export interface InstallLimit {
  /** Third-party packages. */
  readonly packages: number;
  /** 10⁶ bytes of all files, our own packages included. */
  readonly megabytes: number;
}

const limit = (packages: number, megabytes: number): InstallLimit => ({ packages, megabytes });

/** Limits by the name of the package, without what {@link leftOut} names. */
export const installLimits: Readonly<Record<string, InstallLimit>> = {
  '@reluctant/errors': limit(0, 1),
  '@reluctant/random': limit(0, 1),
  '@reluctant/data': limit(0, 1),
  '@reluctant/kernels': limit(0, 1),
  '@reluctant/metrics': limit(0, 1),
  '@reluctant/preprocessing': limit(1, 10),
  '@reluctant/activations': limit(1, 10),
  '@reluctant/model': limit(1, 10),
  '@reluctant/onnx': limit(1, 10),
  '@reluctant/sparse': limit(2, 10),
  '@reluctant/trainer': limit(1, 10),
  '@reluctant/study': limit(2, 10),
  '@reluctant/presets': limit(2, 10),
  '@reluctant/runner': limit(2, 10),
  '@reluctant/plotting': limit(5, 3),
  '@reluctant/study-charts': limit(7, 10),
  '@reluctant/tables': limit(2, 10),
  '@reluctant/cli': limit(10, 60),
  '@reluctant/sparse-inference': limit(10, 60),
  reluctant: limit(10, 60),
  'reluctant-sparse': limit(10, 60),
};

/**
 * Packages that a limit leaves out: what makes PNG of charts in plotting and study-charts, and DuckDB with what finds
 * its binary elsewhere.
 */
export function leftOut(name: string): RegExp {
  return ['@reluctant/plotting', '@reluctant/study-charts'].includes(name)
    ? /^@resvg\/|^dejavu-fonts-ttf$/
    : /^@duckdb\/|^detect-libc$/;
}

/** What counts against the limit of a package. */
export function counted({ name, bytes, thirdParty }: InstalledAlone): {
  readonly thirdParty: readonly ThirdParty[];
  readonly bytes: number;
} {
  const heavy = leftOut(name);
  const without = thirdParty.filter((one) => heavy.test(one.name));
  return {
    thirdParty: thirdParty.filter((one) => !heavy.test(one.name)),
    bytes: bytes - without.reduce((sum, one) => sum + one.bytes, 0),
  };
}
