import type { Task } from '@reluctant/preprocessing';

/** The net and the training that every engine gets. */
export interface NetSettings {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** A public table of the package vega-datasets, and what is learned from it. */
export interface TableCase {
  readonly name: string;
  /** A file in the folder `data` of the package. */
  readonly file: string;
  /** SQL that makes the table of the file's path. Default: the file as it is. */
  readonly query?: (path: string) => string;
  readonly target: string;
  readonly task: Task;
  /** Columns that are not learned from, and why. */
  readonly drop?: { readonly columns: readonly string[]; readonly why: string };
  /** A class that is left out because it has a single row. */
  readonly leaveOut?: string;
  /** Rows of a seeded sample. Default: all rows. */
  readonly sample?: number;
  readonly net: NetSettings;
}

const flights = (path: string): string =>
  `SELECT date, distance, origin, destination, delay, delay > 15 AS late FROM '${path.replaceAll("'", "''")}'`;

const small: NetSettings = { hidden: [32, 32], epochs: 100, batchSize: 32, learningRate: 0.003 };
const middle: NetSettings = { hidden: [32, 32], epochs: 30, batchSize: 128, learningRate: 0.003 };
const large: NetSettings = { hidden: [32, 32], epochs: 4, batchSize: 512, learningRate: 0.003 };

/**
 * All cases. The settings of the nets follow from the size of the table; they are the same for every engine and not
 * tuned for any.
 */
export const tableCases: readonly TableCase[] = [
  { name: 'weather', file: 'weather.csv', target: 'weather', task: 'classification', net: middle },
  { name: 'penguins', file: 'penguins.json', target: 'Species', task: 'classification', net: small },
  {
    name: 'birdstrikes',
    file: 'birdstrikes.csv',
    target: 'Effect Amount of damage',
    task: 'classification',
    drop: { columns: ['Cost Other', 'Cost Repair', 'Cost Total $'], why: 'costs follow from the damage' },
    leaveOut: 'B',
    net: { ...middle, epochs: 6, learningRate: 0.001 },
  },
  {
    name: 'flights-late',
    file: 'flights-3m.parquet',
    query: flights,
    target: 'late',
    task: 'classification',
    drop: { columns: ['delay'], why: 'the target is delay > 15 minutes' },
    sample: 200_000,
    net: large,
  },
  {
    name: 'flights-delay',
    file: 'flights-3m.parquet',
    query: flights,
    target: 'delay',
    task: 'regression',
    drop: { columns: ['late'], why: 'made from the delay' },
    sample: 200_000,
    net: large,
  },
  { name: 'cars', file: 'cars.json', target: 'Miles_per_Gallon', task: 'regression', net: small },
  { name: 'movies', file: 'movies.json', target: 'IMDB Rating', task: 'regression', net: middle },
  { name: 'gapminder', file: 'gapminder.json', target: 'life_expect', task: 'regression', net: small },
];

/** The cases of the given names, in the order of {@link tableCases}; all without names. */
export function chooseCases(names: readonly string[]): readonly TableCase[] {
  const unknown = names.find((name) => !tableCases.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no table '${unknown}'; there are ${tableCases.map(({ name }) => name).join(', ')}`);
  }
  return tableCases.filter(({ name }) => names.length === 0 || names.includes(name));
}
