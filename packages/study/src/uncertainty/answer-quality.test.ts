import { expect, test } from 'vitest';
import { decodePredictions, encodePredictions, type Predictions } from '../rows/predictions.js';
import { answerQuality, ensembleOf } from './answer-quality.js';

const labels = Int32Array.of(0, 1, 0, 1);
const entropyOf = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/** A deterministic net with these probabilities of class 0. */
function net(usual: readonly number[], shifted: readonly number[] = usual): Predictions {
  const set = (p: readonly number[]) => ({
    logMean: Float32Array.from(p.flatMap((value) => [Math.log(value), Math.log(1 - value)])),
    expectedEntropy: Float32Array.from(p, entropyOf),
  });
  return new Map([
    ['usual', set(usual)],
    ['shifted_1', set(shifted)],
  ]);
}

test('accuracy, likelihood and areas of a net by hand; a deterministic net has no mutual information', () => {
  // Row 2 is wrong and the least certain; shifted rows are all less certain than usual ones.
  const quality = answerQuality(net([0.9, 0.2, 0.4, 0.1], [0.55, 0.5, 0.45, 0.52]), labels, [1]);
  expect(quality).toMatchObject({ accuracy: 0.75, error_auroc: 1, mutual_information: 0 });
  const nll = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.4) + Math.log(0.9)) / 4;
  expect(quality?.nll).toBeCloseTo(nll, 6);
  expect(quality?.shifted).toMatchObject([{ shift: 1, shift_auroc: 1 }]);
});

test('an ensemble predicts the mean; disagreement of its members is mutual information', () => {
  const both = ensembleOf([net([0.9, 0.1, 0.5, 0.5]), net([0.1, 0.1, 0.5, 0.5])]);
  const quality = answerQuality(both, labels, []);
  const disagreement = entropyOf(0.5) - entropyOf(0.9);
  expect(quality?.mutual_information).toBeCloseTo(disagreement / 4, 6);
  expect(quality?.entropy).toBeCloseTo((3 * entropyOf(0.5) + entropyOf(0.1)) / 4, 6);
  expect([...(both.get('usual')?.logMean ?? [])].map((log) => Number(Math.exp(log).toFixed(6)))).toEqual([
    0.5, 0.5, 0.1, 0.9, 0.5, 0.5, 0.5, 0.5,
  ]);
});

test('a wrong answer given with a certainty of all but e⁻³⁰⁰ has a finite likelihood', () => {
  const sure = { logMean: Float32Array.of(-300, 0), expectedEntropy: new Float32Array(1) };
  const quality = answerQuality(new Map([['usual', sure]]), Int32Array.of(0), []);
  expect(quality).toMatchObject({ nll: 300, accuracy: 0, ece: 1 });
  expect(quality?.entropy).toBeLessThan(1e-100);
  const other = { logMean: Float32Array.of(0, -300), expectedEntropy: new Float32Array(1) };
  const both = ensembleOf([new Map([['usual', sure]]), new Map([['usual', other]])]);
  expect(answerQuality(both, Int32Array.of(0), [])?.nll).toBeCloseTo(Math.log(2), 6);
});

test('predictions are encoded and decoded unchanged; a file without a tensor is damaged', () => {
  const predictions = net([0.9, 0.2, 0.4, 0.1]);
  const bytes = encodePredictions(predictions, 2);
  expect(decodePredictions(bytes, 'p')).toEqual(predictions);
  const other = new Map([['usual', { logMean: new Float32Array(2), expectedEntropy: new Float32Array(1) }]]);
  const text = new TextDecoder('latin1')
    .decode(encodePredictions(other, 2))
    .replace('expected_entropy', 'expected_entropi');
  const broken = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(() => decodePredictions(broken, 'p')).toThrow('p has no tensor usual/expected_entropy');
});
