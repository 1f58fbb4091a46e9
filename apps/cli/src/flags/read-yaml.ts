import { describe, ReluctantError } from '@reluctant/errors';
import type { Document } from 'yaml';
import { readLimited } from './read-limited.js';

/** Most bytes of a file of settings: room for one number for each of 50,000 features. */
const mostBytes = 2 ** 20;

/** Most keys, aliases and nested brackets of a file: the time to parse grows with the squares of the first two. */
const most = { keys: 2000, aliases: 100, depth: 100 };

/**
 * Reads a YAML file of settings: one document, a map from names to values. Merge keys (`<<`) work. Large files, many
 * keys or aliases, recursive aliases and tags are refused early.
 *
 * @param file - its path
 * @param text - its content. Default: it is read
 * @returns the map, unchecked
 * @throws ReluctantError (usage) naming the file, and the line where there is one
 */
export async function readYaml(
  file: string,
  text: string = readConfigText(file),
): Promise<Readonly<Record<string, unknown>>> {
  const { Lexer, parseDocument, visit } = await import('yaml');
  limitTokens(file, new Lexer().lex(text));
  try {
    const document = parseDocument(text, { merge: true });
    refuseProblems(file, document);
    visit(document, {
      Alias: (_, alias, path) => {
        const target = alias.resolve(document);
        if (target !== undefined && path.includes(target))
          throw refusal(file, `has an alias within itself: *${alias.source}`);
      },
    });
    const value: unknown = document.toJS({ maxAliasCount: most.aliases });
    if (value === null) throw refusal(file, 'has no settings: it must hold settings by name, such as "epochs: 10"');
    if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (ReluctantError.isInstance(error)) throw error;
    throw refusal(file, `is not YAML: ${firstLine(error)}`, error);
  }
  throw refusal(file, 'must hold settings by name, such as "epochs: 10"');
}

/**
 * The content of a file of settings.
 *
 * @throws ReluctantError (usage) when it cannot be read, is too large or no text
 */
export function readConfigText(file: string): string {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readLimited(file, mostBytes);
  } catch (error) {
    throw new ReluctantError('invalid-argument', `cannot read --config ${file}: ${describe(error)}`, { cause: error });
  }
  if (bytes === undefined) throw refusal(file, 'must have at most 1 MiB, got more');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw refusal(file, 'is not YAML: it is not text in UTF-8', error);
  }
}

/** Refuses a text with too many keys or aliases, or brackets nested too deeply, by its tokens. */
function limitTokens(file: string, tokens: Iterable<string>): void {
  let keys = 0;
  let aliases = 0;
  let depth = 0;
  for (const token of tokens) {
    if (token === ':' || token === '?') keys += 1;
    else if (token.startsWith('*')) aliases += 1;
    else if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (keys > most.keys) throw refusal(file, `must have at most ${most.keys} keys, got more`);
    if (aliases > most.aliases) throw refusal(file, `must have at most ${most.aliases} aliases, got more`);
    if (depth > most.depth) throw refusal(file, `must nest brackets at most ${most.depth} deep, got more`);
  }
}

function refuseProblems(file: string, { errors, warnings }: Document): void {
  const [error] = errors;
  if (error?.code === 'MULTIPLE_DOCS') {
    throw refusal(file, `must be one YAML document, but another one begins at line ${error.linePos?.[0].line}`);
  }
  if (error !== undefined) throw error;
  const [warning] = warnings;
  if (warning === undefined) return;
  const tag = /^Unresolved tag: (\S+)/.exec(warning.message)?.[1];
  const said = tag === undefined ? firstLine(warning) : `the tag ${tag} is unknown`;
  throw refusal(`${file}, line ${warning.linePos?.[0].line}`, said, warning, ': ');
}

/** The lines after the first show the place in the file. */
function firstLine(error: unknown): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first.replace(/:$/, '');
}

function refusal(file: string, said: string, cause?: unknown, between = ' '): ReluctantError {
  return new ReluctantError('invalid-option', `--config ${file}${between}${said}`, { cause });
}
