import { execFileSync } from 'node:child_process';
import { describeMachine, type InstallsResult, writeResult } from '@reluctant/benchmarks';
import type { InstallTrials } from './install-trials.js';

/** Stores what the trials installed and how long the walks took. Returns the path of the file. */
export function storeInstallations({ installations, walks, audits }: InstallTrials): string {
  const result: InstallsResult = {
    machine: describeMachine(),
    npm: execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim(),
    audited: audits,
    packages: [...installations]
      .map(([name, { bytes, thirdParty }]) => ({ name, bytes, thirdParty }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    walks: [...walks]
      .map(([node, steps]) => ({ node, steps: steps.map((step) => ({ ...step, seconds: round(step.seconds) })) }))
      .toSorted((a, b) => (a.node < b.node ? -1 : 1)),
  };
  return writeResult('installs', result);
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
