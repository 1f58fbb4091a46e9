import { type DateEncoding, type DatePart, datePartTables } from '@reluctant/preprocessing';
import type { GraphBuilder } from '../export/graph-builder.js';
import { emitColumns, emitConcat, emitMissingIntegers } from './emit-columns.js';
import type { FeatureBlock, PlacedColumn } from './feature-block.js';

const day = 86_400_000;
const minute = 60_000;
/** Days of the 400 years after which the calendar repeats; a multiple of a week. */
const daysOfEra = 146_097;
/**
 * Whole eras that make every date of JavaScript positive, in milliseconds: ONNX rounds quotients towards zero, and the
 * parts need them rounded down. No part changes by it.
 */
const shift = 1000 * daysOfEra * day;

const parts: readonly DatePart[] = ['season', 'weekday', 'time'];

/**
 * Features of the parts of dates: positions in their cycles by integer arithmetic as in `cyclePosition`, then a table
 * for each part.
 */
export function emitDateParts(
  builder: GraphBuilder,
  given: readonly PlacedColumn<DateEncoding>[],
): readonly FeatureBlock[] {
  const columns = given.filter(({ encoding }) => encoding.parts.length > 0);
  if (columns.length === 0) return [];
  const inputs = columns.map(({ input }) => input);
  const dates = emitConcat(builder, 'dates', inputs);
  const missing = emitMissingIntegers(builder, 'dates.missing', dates);
  const calculator = new IntegerSteps(builder, 'dates');
  const present = builder.node('Where', 'dates.present', [missing, calculator.constant(0), dates]);
  const moment = calculator.step('Add', present, shift);
  const days = calculator.step('Div', moment, day);
  return parts.flatMap((part): readonly FeatureBlock[] => {
    const chosen = columns.flatMap(({ encoding }, at) => (encoding.parts.includes(part) ? [at] : []));
    if (chosen.length === 0) return [];
    const table = datePartTables[part];
    const { positions, features } = sizes[part];
    const position = positionOf(calculator, part, { moment, days });
    // The row behind the table is that of a missing date: zeros.
    const all = builder.node('Where', `dates.${part}.row`, [missing, calculator.constant(positions), position]);
    const rows = emitColumns(builder, `dates.${part}.rows`, all, chosen, columns.length);
    const padded = new Float32Array((positions + 1) * features);
    padded.set(table);
    const lookup = builder.constant(`dates.${part}.table`, [positions + 1, features], padded);
    const found = builder.node('Gather', `dates.${part}.found`, [lookup, rows], { axis: 0 });
    const width = chosen.length * features;
    const shape = builder.integers(`dates.${part}.shape`, [2], [0, width]);
    const places = chosen.flatMap((at) => placesOf(columns[at], part, features));
    return [{ name: builder.node('Reshape', `dates.${part}`, [found, shape]), features: places }];
  });
}

/** Positions of each cycle, and features of each position. */
const sizes: Readonly<Record<DatePart, { readonly positions: number; readonly features: number }>> = {
  season: { positions: 366, features: 2 },
  weekday: { positions: 7, features: 7 },
  time: { positions: 1440, features: 2 },
};

/** Indices of the features of one part: behind that of the elapsed time, and behind the parts before it. */
function placesOf(column: PlacedColumn<DateEncoding> | undefined, part: DatePart, features: number): readonly number[] {
  if (column === undefined) return [];
  const { encoding, offset } = column;
  const before = encoding.parts.slice(0, encoding.parts.indexOf(part));
  const first = offset + 1 + before.reduce((sum, each) => sum + sizes[each].features, 0);
  return Array.from({ length: features }, (_, at) => first + at);
}

function positionOf(
  calculator: IntegerSteps,
  part: DatePart,
  { moment, days }: { readonly moment: string; readonly days: string },
): string {
  const step = calculator.step.bind(calculator);
  switch (part) {
    case 'time':
      return step('Div', step('Mod', moment, day), minute);
    case 'weekday':
      return step('Mod', step('Add', days, 3), 7);
    case 'season': {
      const dayOfEra = step('Mod', step('Add', days, 719_468), daysOfEra);
      const leapless = step('Add', step('Sub', dayOfEra, step('Div', dayOfEra, 1460)), step('Div', dayOfEra, 36_524));
      const yearOfEra = step('Div', step('Sub', leapless, step('Div', dayOfEra, 146_096)), 365);
      const leapDays = step('Sub', step('Div', yearOfEra, 4), step('Div', yearOfEra, 100));
      return step('Sub', dayOfEra, step('Add', step('Mul', yearOfEra, 365), leapDays));
    }
  }
}

/** Names and writes steps of int64 arithmetic. */
class IntegerSteps {
  readonly #builder: GraphBuilder;
  readonly #name: string;
  readonly #constants = new Map<number, string>();
  #steps = 0;

  constructor(builder: GraphBuilder, name: string) {
    this.#builder = builder;
    this.#name = name;
  }

  /** A constant that several steps may share. */
  constant(value: number): string {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const name = this.#builder.integers(`${this.#name}.constant${this.#constants.size}`, [1], [value]);
    this.#constants.set(value, name);
    return name;
  }

  /** One operation; the second operand is a value or a constant. */
  step(operator: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Mod', a: string, b: string | number): string {
    const second = typeof b === 'number' ? this.constant(b) : b;
    return this.#builder.node(operator, `${this.#name}.step${this.#steps++}`, [a, second]);
  }
}
