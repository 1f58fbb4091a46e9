import { mlpReference } from '@reluctant/onnx';
import { expectAllClose } from '@reluctant/testing';
import { expect, it } from 'vitest';
import { PlainMlp } from './plain-mlp.js';
import { tinyCase } from './tiny-case.js';

it('the plain loop answers what the reference answers, within 1e-6', () => {
  const { graph, inputs } = tinyCase();
  const [rows = new Float32Array()] = inputs;
  const plain = new PlainMlp(graph);
  const output = new Float32Array(plain.outputs);
  const answers = Float32Array.from({ length: 20 * plain.outputs });
  for (let row = 0; row < 20; row++) {
    plain.run(rows.subarray(row * plain.inputs, (row + 1) * plain.inputs), output);
    answers.set(output, row * plain.outputs);
  }
  expectAllClose(answers, Float32Array.from(mlpReference(graph, rows.subarray(0, 20 * 30))), { absolute: 1e-6 });
  expect([plain.inputs, plain.outputs]).toEqual([30, 2]);
});
