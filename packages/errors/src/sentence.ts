import { printable } from './printable.js';

/** The location of a value, outermost first: an option and its nested keys, or a file, a row and a field. */
export type Path = readonly (string | number)[];

/** An option inside a sentence. A program may replace `text` by its own name for it: see {@link describe}. */
export interface OptionReference {
  readonly option: Path;
  /** The library's name for the option. */
  readonly text: string;
}

/** A sentence in parts; parts that name an option can be reworded. */
export type Sentence = readonly (string | OptionReference)[];

/** Maximum length of a message. Names and values are cut earlier, when they are inserted. */
const sentenceLimit = 2000;

/** A path as text: `optimiser.beta1`, `layers[0].out`. */
export function writePath(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

/**
 * Names an option inside a {@link sentence}.
 *
 * @param path - the option, or the path to it, outermost key first
 * @param text - the library's name for it; default: the path, `optimiser.beta1`
 */
export function option(path: string | Path, text?: string): OptionReference {
  const whole = typeof path === 'string' ? [path] : path;
  return { option: whole, text: text ?? writePath(whole) };
}

/**
 * A sentence that names options: ``sentence`${option('testSize')} must be below 1, got ${testSize}` ``.
 *
 * Texts and numbers between the options become one part each; every text is made {@link printable}.
 */
export function sentence(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | boolean | OptionReference | Sentence)[]
): Sentence {
  const pieces: (string | OptionReference)[] = [];
  texts.forEach((text, index) => {
    if (text !== '') pieces.push(text);
    const value = values[index];
    if (value === undefined) return;
    if (isSentence(value)) pieces.push(...value);
    else pieces.push(typeof value === 'object' ? value : String(value));
  });
  return pieces;
}

/** How a program names an option, e.g. as a flag. Undefined keeps the library's name. */
export type NameOption = (path: Path) => string | undefined;

/** A sentence as one line of text, with options named by `nameOption` where it returns a name. */
export function writeSentence(pieces: Sentence, nameOption: NameOption = () => undefined): string {
  const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : (nameOption(piece.option) ?? piece.text)));
  return printable(texts.join(''), sentenceLimit);
}

function isSentence(value: string | number | boolean | OptionReference | Sentence): value is Sentence {
  return Array.isArray(value);
}
