import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readResult } from '../result-file.js';
import { recipeCells, recipeComparisons, recipeQuantities, recipeSeeds } from './cells.js';
import { cellValues, effectText, recipeFindings, renderRecipeTable, verdictText } from './recipe-figures.js';
import type { RecipeResult, RecipeRun } from './recipe-result.js';

const repeats = 10;

/** Runs with paired noise: cells share it, apart from a small part of their own. */
function resultWith(shift: (cell: string) => Partial<Pick<RecipeRun, 'accuracy' | 'loss' | 'zeros'>>): RecipeResult {
  const runs = recipeCells.flatMap(({ name }, cell) =>
    Array.from({ length: repeats }, (_, repeat): RecipeRun => {
      const noise = Math.sin(repeat) / 100 + Math.sin(7 * repeat + cell) / 10_000;
      const { accuracy = 0, loss = 0, zeros = 0 } = shift(name);
      const values = { accuracy: 0.95 + noise + accuracy, loss: 0.1 + noise + loss, zeros: 0.6 + noise + zeros };
      return { cell: name, ...recipeSeeds(repeat), ...values, zerosLayers: [values.zeros, values.zeros] };
    }),
  );
  const machine = {
    ...{ cpu: 'none', cores: 1, memoryGiB: 1, platform: 'none', node: 'v0' },
    ...{ commit: 'none', date: '2000-01-01' },
  };
  return {
    ...{ machine, command: 'none', engine: 'none', widths: [30, 8, 2], epochs: 1, testRows: 2000 },
    // Stored order does not matter.
    runs: runs.reverse(),
  };
}

describe('the factorial of recipes', () => {
  it('declares comparisons between cells that it trains', () => {
    const names = recipeCells.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { baseline, candidate } of recipeComparisons)
      expect(names).toEqual(expect.arrayContaining([baseline, candidate]));
  });

  it('pairs runs by seed and leaves out data seed 42, on which the settings were found', () => {
    expect(recipeSeeds(0)).toEqual({ seed: 1, dataSeed: 43 });
    const result = resultWith(() => ({}));
    const seeds = result.runs.filter(({ cell }) => cell === 'relu-l1').map(({ seed }) => seed);
    expect(seeds[0]).toBe(repeats);
    expect(cellValues(result, 'relu-l1', 'loss')[0]).toBeCloseTo(0.1, 3);
    expect(() => cellValues(result, 'dreams', 'loss')).toThrow('results/recipe.json has no runs of dreams');
  });

  it('the default of reluctant-sparse train is the cell relu-l1', () => {
    const program = fileURLToPath(new URL('../../../../apps/sparse-inference/dist/main.js', import.meta.url));
    const help = execFileSync(process.execPath, [program, 'train', '--help'], { encoding: 'utf8' }).replace(
      /\s+/g,
      ' ',
    );
    const cell = recipeCells.find(({ name }) => name === 'relu-l1');
    for (const [flag, value] of Object.entries({ strategy: cell?.strategy, l1: cell?.l1, lr: cell?.lr })) {
      expect(help).toMatch(new RegExp(`--${flag} <\\w+> [^(]*\\(${value}[);]`));
    }
  });
});

describe('the stored runs', () => {
  it('support the default: no declared alternative with L1 is better by more than its margin', () => {
    const alternatives = recipeFindings(readResult<RecipeResult>('recipe')).filter(
      ({ baseline, candidate }) => baseline === 'relu-l1' && candidate.endsWith('-l1'),
    );
    expect(alternatives).toHaveLength(2 * recipeQuantities.length);
    const better = alternatives.filter((one) => verdictText(one) === 'different, better');
    expect(better.map(({ candidate, quantity }) => `${candidate} by ${quantity.title}`)).toEqual([]);
  });
});

describe('verdicts on recipes', () => {
  const finding = (result: RecipeResult, candidate: string, quantity: string) => {
    const found = recipeFindings(result).find((one) => one.candidate === candidate && one.quantity.name === quantity);
    if (found === undefined) throw new Error('not declared');
    return found;
  };

  it('ten repeats are enough for every comparison of the family to be called different', () => {
    const result = resultWith((cell) => (cell.endsWith('l1') ? { zeros: 0.3 } : {}));
    const l1 = finding(result, 'relu-l1', 'zeros');
    expect(l1.comparison.pDifferent).toBeLessThan(0.05);
    expect(verdictText(l1)).toBe('different, better');
    expect(effectText(l1)).toMatch(/^\+30\.0 \(\d\d\.\d to \d\d\.\d\)$/);
  });

  it('less loss is better, fewer zeros are worse, equal is equivalent within its own margin', () => {
    const result = resultWith((cell) => (cell === 'tail-0.6-l1' ? { loss: -0.02, zeros: -0.1 } : {}));
    expect(verdictText(finding(result, 'tail-0.6-l1', 'loss'))).toBe('different, better');
    expect(effectText(finding(result, 'tail-0.6-l1', 'loss'))).toMatch(/^−0\.020 \(−0\.0\d\d to −0\.0\d\d\)$/);
    expect(verdictText(finding(result, 'tail-0.6-l1', 'zeros'))).toBe('different, worse');
    expect(verdictText(finding(result, 'tail-0.6-l1', 'accuracy'))).toBe('equivalent');
    expect(recipeFindings(result)).toHaveLength(recipeComparisons.length * recipeQuantities.length);
  });

  it('the table has a row for each cell, zeros in percent', () => {
    const rows = renderRecipeTable(resultWith(() => ({})))
      .split('\n')
      .slice(2);
    expect(rows).toHaveLength(recipeCells.length);
    expect(rows[0]).toMatch(
      /^\| ReLU from scratch \| none, 0\.001 \| 0\.9\d{3} \(0\.9\d{3}–0\.9\d{3}\) \|.*\| 6\d\.\d, 6\d\.\d \|$/,
    );
  });
});
