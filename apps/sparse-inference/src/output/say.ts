import { relative } from 'node:path';
import { printable } from '@reluctant/errors';

/** The output of a command. */
export interface Voice {
  /** Writes progress and remarks to stderr; nothing with `--quiet` or `--json`. */
  note(sentence: string): void;
  /** Writes the result to stdout; nothing with `--json`. */
  tell(text: string): void;
  /** Writes the result as JSON to stdout, only with `--json`. */
  json(value: unknown): void;
}

/** Flags that every command takes. */
export interface VoiceFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Returns the output for the given flags. */
export function voiceOf({ json = false, quiet = false }: VoiceFlags): Voice {
  return {
    note: (sentence) => {
      if (!quiet && !json) process.stderr.write(`${sentence}\n`);
    },
    tell: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

/**
 * The path relative to the working directory if it lies below it, otherwise the path as given; without control
 * characters.
 */
export function shortPath(path: string): string {
  const short = relative('', path);
  return printable(short === '' || short.startsWith('..') ? path : short, Number.POSITIVE_INFINITY);
}

/** 0.9234 as `92.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
