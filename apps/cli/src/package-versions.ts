import { createRequire } from 'node:module';

const names = ['activations', 'data', 'metrics', 'model', 'plotting', 'presets', 'runner', 'study', 'trainer'];

/** The version of this program. */
export function ownVersion(): string {
  return versionIn(createRequire(import.meta.url)('../package.json'));
}

/** Versions of this program and of the packages that it stands on, for `environment.json`. */
export function packageVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versions = names.map((name): [string, string] => {
    const manifest = new URL('../package.json', `file://${require.resolve(`@reluctant/${name}`)}`);
    return [`@reluctant/${name}`, versionIn(require(manifest.pathname))];
  });
  return { '@reluctant/cli': ownVersion(), ...Object.fromEntries(versions) };
}

function versionIn(manifest: unknown): string {
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
