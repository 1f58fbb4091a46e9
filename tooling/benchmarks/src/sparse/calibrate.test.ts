import { createSparseProgram } from '@reluctant/kernels/sparse';
import { mlpReference } from '@reluctant/onnx';
import { describe, expect, it } from 'vitest';
import { calibrate, densityInputs } from './calibrate.js';
import { chooseRows } from './choose-rows.js';
import { densities, densityNet } from './density-net.js';

describe('nets whose inputs select the density', () => {
  const deep = densityNet(1, { kind: 'dense', widths: [128, 800, 800, 800, 10] });
  const scales = calibrate(deep, 2);

  it('have the requested density in every hidden layer: selected rows within a factor of 1.6 on average', async () => {
    const drawn = scales.map((scale, selector) => densityInputs(deep, 5, 200, selector, scale));
    const chosen = await chooseRows(deep, drawn, 20);
    const stages = deep.layers.map((layer) => {
      if (layer.kind !== 'dense') throw new Error('expected dense layers');
      return { ...layer.linear, activation: layer.activation };
    });
    const program = await createSparseProgram(stages);
    chosen.forEach((rows, selector) => {
      expect(rows).toHaveLength(20 * 128);
      program.run(rows);
      for (const density of program.takeDensities()?.slice(1, -1) ?? []) {
        expect(Math.abs(Math.log(density / (densities[selector] ?? 0)))).toBeLessThan(Math.log(1.6));
      }
    });
  });

  it('give logits of about 1 at every density', () => {
    scales.forEach((scale, selector) => {
      const logits = mlpReference(deep, densityInputs(deep, 6, 8, selector, scale));
      const largest = Math.max(...logits.map(Math.abs));
      expect(largest).toBeGreaterThan(0.1);
      expect(largest).toBeLessThan(10);
    });
  });

  it('as gated blocks too', async () => {
    const gated = densityNet(3, { kind: 'gated', widths: [64, 600, 32] });
    const gatedScales = calibrate(gated, 4);
    const [layer] = gated.layers;
    if (layer?.kind !== 'gatedFfn') throw new Error('expected a gated block');
    const stages = [
      { ...layer.gate, activation: 'gated' as const, up: layer.up },
      { ...layer.down, activation: 'none' as const },
    ];
    const program = await createSparseProgram(stages);
    gatedScales.forEach((scale, selector) => {
      program.run(densityInputs(gated, 7, 32, selector, scale));
      const [, gate = 0] = program.takeDensities() ?? [];
      expect(Math.abs(Math.log(gate / (densities[selector] ?? 0)))).toBeLessThan(0.25);
    });
  });
});
