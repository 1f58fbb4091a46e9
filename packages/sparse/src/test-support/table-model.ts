import { createActivation, usageOf } from '@reluctant/activations';
import { type FeedForward, initialiseParameters } from '@reluctant/model';
import { exportTableOnnx } from '@reluctant/onnx';
import { createTable, featureNames, fitPreprocessor, fitTarget, type Table } from '@reluctant/preprocessing';

const rows = 40;
const at = <Value>(value: (row: number) => Value): Value[] => Array.from({ length: rows }, (_, row) => value(row));

/** A table with a column of each kind, and targets of each type. */
export const birds: Table = createTable({
  mass: at((row) => (row % 7 === 0 ? null : 3000 + 12.5 * (row % 11))),
  epoch: at((row) => 1_700_000_001 + 1001 * row * (row % 3)),
  ring: at((row) => 2n ** 53n + BigInt((row * row) % 17)),
  male: at((row) => (row % 5 === 0 ? null : row % 2 === 0)),
  seen: at((row) => (row % 9 === 0 ? null : new Date(86_400_000 * 31 * row + 3_600_000 * row))),
  island: at((row) => ['Biscoe', 'Dream', ''][row % 3]),
  note: at(() => 'the same'),
  species: at((row) => ['Adelie', 'Gentoo', 'Chinstrap'][row % 3]),
  flag: at((row) => row % 2 === 0),
  whole: at((row) => row % 3),
  weight: at((row) => 1e6 + 3 * row),
});

const targets = ['species', 'flag', 'whole', 'weight'] as const;

/** A net with random weights that answers rows of {@link birds}, as an ONNX file. */
export function birdModel(
  name: (typeof targets)[number] | 'ring',
  width = 8,
  options: { readonly batch?: 1 } = {},
): Uint8Array {
  const drop = targets.filter((each) => each !== name);
  const preprocessor = fitPreprocessor(birds, { target: name, drop, minFrequency: 2 });
  const target = fitTarget(birds, name, { task: name === 'weight' ? 'regression' : 'classification' });
  const isRegression = target.task === 'regression';
  const model: FeedForward = {
    inputs: featureNames(preprocessor).length,
    layers: [
      { kind: 'dense', out: width },
      { kind: 'dense', out: isRegression ? 1 : target.classes.length },
    ],
    activation: usageOf(createActivation('relu')),
    ...(isRegression && { outputs: 'values' }),
  };
  const parameters = initialiseParameters(model, { seed: 5, run: 0 });
  return exportTableOnnx(
    { model, parameters, inForce: { share: 1, domainAll: true } },
    { preprocessor, target, ...options },
  );
}
