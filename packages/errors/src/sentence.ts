import { printable } from './printable.js';

/** Where something is, from the outside in: an option and what is inside it, or a file, a row and a field. */
export type Path = readonly (string | number)[];

/** An option inside a sentence. A program may put its own name for it in place of `text`: see {@link describe}. */
export interface OptionReference {
  readonly option: Path;
  /** What a library calls it. */
  readonly text: string;
}

/** A sentence in pieces, of which those that name an option can be renamed. */
export type Sentence = readonly (string | OptionReference)[];

/** Most characters of a whole message. Names and values inside it are cut much earlier, where they are put in. */
const sentenceLimit = 2000;

/** A path as a sentence shows it: `optimiser.beta1`, `layers[0].out`. */
export function writePath(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

/**
 * Names an option inside a {@link sentence}.
 *
 * @param path - the option, or the way to it from the outside in
 * @param text - how a library calls it; default: the path, `optimiser.beta1`
 */
export function option(path: string | Path, text?: string): OptionReference {
  const whole = typeof path === 'string' ? [path] : path;
  return { option: whole, text: text ?? writePath(whole) };
}

/**
 * A sentence that names options: ``sentence`${option('testSize')} must be below 1, got ${testSize}` ``.
 *
 * Texts and numbers between the options become one piece each; every text is made {@link printable}.
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

/** How a program names an option, a flag for example; undefined leaves the name that the library gives it. */
export type NameOption = (path: Path) => string | undefined;

/** A sentence as one line of text, options named by `nameOption` where it knows them. */
export function writeSentence(pieces: Sentence, nameOption: NameOption = () => undefined): string {
  const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : (nameOption(piece.option) ?? piece.text)));
  return printable(texts.join(''), sentenceLimit);
}

function isSentence(value: string | number | boolean | OptionReference | Sentence): value is Sentence {
  return Array.isArray(value);
}
