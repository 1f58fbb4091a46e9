import type { ClassTarget, ClassValue, ValueTarget } from '@reluctant/preprocessing';
import { type GraphBuilder, tensorInfo } from '../export/graph-builder.js';
import { type DimensionMessage, dataTypes, type ValueInfoMessage } from '../format/messages.js';

/** Adds the class of the largest logit and the probabilities. @returns the declared outputs */
export function emitClasses(
  builder: GraphBuilder,
  logits: string,
  { kind, classes }: ClassTarget,
  rows: DimensionMessage,
): readonly ValueInfoMessage[] {
  const best = builder.node('ArgMax', 'label.index', [logits], { axis: 1, keepdims: 0 });
  const { name: values, type } = emitClassValues(builder, kind, classes);
  const label = builder.node('Gather', 'label', [values, best], { axis: 0 });
  const probabilities = builder.node('Softmax', 'probabilities', [logits], { axis: 1 });
  return [
    tensorInfo(label, type, [rows]),
    tensorInfo(probabilities, dataTypes.float, [rows, { dimValue: classes.length }]),
  ];
}

/** The classes as the table has them: texts, true and false, int64, or double where one is no whole number. */
function emitClassValues(
  builder: GraphBuilder,
  kind: ClassTarget['kind'],
  classes: readonly ClassValue[],
): { readonly name: string; readonly type: number } {
  const name = 'label.classes';
  switch (kind) {
    case 'text':
      return { name: builder.texts(name, classes.map(String)), type: dataTypes.string };
    case 'boolean':
      return {
        name: builder.booleans(
          name,
          classes.map((value) => value === true),
        ),
        type: dataTypes.bool,
      };
    case 'integer':
      return {
        name: builder.integers(
          name,
          [classes.length],
          classes.map((value) => BigInt(value)),
        ),
        type: dataTypes.int64,
      };
    case 'number': {
      const numbers = classes.map(Number);
      if (numbers.every(Number.isSafeInteger))
        return { name: builder.integers(name, [numbers.length], numbers), type: dataTypes.int64 };
      return { name: builder.constant(name, [numbers.length], Float64Array.from(numbers)), type: dataTypes.double };
    }
  }
}

/** Adds the value in its own unit, y · scale + mean in double precision. @returns the declared outputs */
export function emitValue(
  builder: GraphBuilder,
  standardised: string,
  { mean, scale }: ValueTarget,
  rows: DimensionMessage,
): readonly ValueInfoMessage[] {
  const double = builder.node('Cast', 'value.double', [standardised], { to: dataTypes.double });
  const constant = (name: string, value: number): string =>
    builder.constant(`value.${name}`, [1], Float64Array.of(value));
  const scaled = builder.node('Mul', 'value.scaled', [double, constant('scale', scale)]);
  const value = builder.node('Add', 'value', [scaled, constant('mean', mean)]);
  return [tensorInfo(value, dataTypes.double, [rows, { dimValue: 1 }])];
}
