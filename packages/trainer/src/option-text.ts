import { printable, ReluctantError } from '@reluctant/errors';

/** A name with options as a user writes it: `name:key=value,…`, or an object with a `name` as in a YAML file. */
export type Setting = string | Readonly<Record<string, unknown>>;

/** A name with its options, unchecked. */
export type NamedOptions = Readonly<Record<string, unknown>> & { readonly name: string };

/**
 * Reads `name:key=value,key=value`, the form of strategies and schedules on the command line.
 *
 * A value in the form of a number is a number, `true` and `false` are booleans, anything else is a string. A dotted key
 * sets an option inside another one: `switch:from=stoch,from.share=0.3,to=relu` is
 * `{ name: 'switch', from: { name: 'stoch', share: 0.3 }, to: 'relu' }`.
 *
 * @throws ReluctantError when an option has no `=`, or a key comes twice or before the key it belongs to
 */
export function parseOptionText(text: string): NamedOptions {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (name === '')
    throw new ReluctantError('invalid-option', `expected a name before the options, got '${printable(text)}'`);
  const options = new Map<string, unknown>();
  const pieces = colon < 0 ? [] : text.slice(colon + 1).split(',');
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    if (equals < 1)
      throw new ReluctantError(
        'invalid-option',
        `in '${printable(text)}', expected key=value after ':' and between commas, got '${printable(piece)}'`,
      );
    setOption(text, options, piece.slice(0, equals).trim(), optionValue(piece.slice(equals + 1).trim()));
  }
  return { ...Object.fromEntries(options), name };
}

/** The inverse of {@link parseOptionText}: a nested object with a `name` becomes `key=name,key.option=value`. */
export function formatOptionText({ name, ...options }: NamedOptions): string {
  const pieces = Object.entries(options).flatMap(([key, value]) => {
    if (!isNamed(value)) return [`${key}=${value}`];
    const { name: inner, ...rest } = value;
    return [`${key}=${inner}`, ...Object.entries(rest).map(([option, set]) => `${key}.${option}=${set}`)];
  });
  return pieces.length === 0 ? name : `${name}:${pieces.join(',')}`;
}

/**
 * Splits a list of such texts at its commas: `relu,stoch:share=0.3,domain=negative,silu` is three. A part with an `=`
 * before any `:` belongs to the text before it.
 */
export function splitOptionTexts(list: string): readonly string[] {
  const texts: string[] = [];
  for (const piece of list.split(',')) {
    const previous = texts.at(-1);
    if (previous !== undefined && /^[^:]*=/.test(piece)) texts[texts.length - 1] = `${previous},${piece}`;
    else texts.push(piece);
  }
  return texts.map((text) => text.trim());
}

/** True for an object with a `name`, as a nested option is. */
export function isNamed(value: unknown): value is NamedOptions {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function setOption(text: string, options: Map<string, unknown>, key: string, value: unknown): void {
  const dot = key.indexOf('.');
  const outer = dot < 0 ? key : key.slice(0, dot);
  const present = options.get(outer);
  if (dot < 0) {
    if (present !== undefined)
      throw new ReluctantError('invalid-option', `in '${printable(text)}', option '${printable(key)}' comes twice`);
    options.set(key, value);
    return;
  }
  const inner = typeof present === 'string' ? { name: present } : present;
  if (!isNamed(inner))
    throw new ReluctantError(
      'invalid-option',
      `in '${printable(text)}', '${printable(key)}' needs '${outer}=<name>' before it`,
    );
  const option = key.slice(dot + 1);
  if (option === 'name' || option in inner)
    throw new ReluctantError('invalid-option', `in '${printable(text)}', option '${printable(key)}' comes twice`);
  options.set(outer, { ...inner, [option]: value });
}

function optionValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? text : number;
}
