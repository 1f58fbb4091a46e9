import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findings, presetNames, presets } from '@reluctant/presets';
import { type FinishedStudy, runPlan } from '@reluctant/runner';
import { type ClaimLedger, planStudies } from '@reluctant/study';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import type { PresetResult, StoredLedger } from './preset-result.js';
import { writeResult } from './result-file.js';

/**
 * `pnpm bench:presets [names…]`: runs presets with their own settings and stores their summaries for the figures of
 * README and docs. Only the seconds depend on the machine.
 */
async function measure(settings: Readonly<Record<string, unknown>>, folder: string, wide = false) {
  const outcome = await runPlan({
    plan: planStudies(settings, { wide, presets }),
    findings,
    out: folder,
    onPart: ({ label }) => console.log(`  ${label}`),
  });
  if (outcome.kind !== 'finished') throw new Error(`the study in ${folder} did not finish`);
  return outcome;
}

function labelled(parts: readonly FinishedStudy[], label?: string): PresetResult['parts'] {
  return parts.map((part) => ({ label: label ?? part.label, summary: part.summary }));
}

/**
 * The post with its own settings and with a hundred runs, for the comparison with PyTorch; other presets with their own
 * settings, including the wide study where they have one.
 */
async function measurePreset(name: string, folder: string): Promise<PresetResult> {
  const started = performance.now();
  const own = await measure({ preset: name }, join(folder, name), isWide(name));
  const seconds = (performance.now() - started) / 1000;
  const many = name === 'post' ? await measure({ preset: name, n_runs: 100 }, join(folder, `${name}-100`)) : undefined;
  return {
    machine: describeMachine(),
    command: `pnpm bench:presets ${name}`,
    seconds,
    parts: [
      ...labelled(own.parts, name === 'post' ? '10 runs' : undefined),
      ...labelled(many?.parts ?? [], '100 runs'),
    ],
    ...(own.claims && { ledger: withoutCells(own.claims) }),
  };
}

function isWide(name: string): boolean {
  return presetNames.some((preset) => preset === name && presets[preset].wide !== undefined);
}

function withoutCells({ claims, ...ledger }: ClaimLedger): StoredLedger {
  return { ...ledger, claims: claims.map(({ cells: _, ...claim }) => claim) };
}

async function main(): Promise<void> {
  const command = new Command('bench:presets')
    .argument('[names...]', `${presetNames.join(', ')}; all of them if none is named`)
    .parse();
  const names = command.args.length === 0 ? presetNames : command.args;
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-presets-'));
  try {
    for (const name of names) {
      console.log(name);
      console.log(`written: ${writeResult(`preset-${name}`, await measurePreset(name, folder))}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
