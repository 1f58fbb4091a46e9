import { relative } from 'node:path';

/** How a command speaks. */
export interface Voice {
  /** Progress and remarks, to stderr; nothing with `--quiet` or `--json`. */
  note(sentence: string): void;
  /** The result, to stdout; not with `--json`. */
  tell(text: string): void;
  /** The result as JSON and nothing else, with `--json`. */
  json(value: unknown): void;
}

/** Flags that every command takes. */
export interface VoiceFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The voice that the flags ask for. */
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

/** A path as short as it can be told. */
export function shortPath(path: string): string {
  const short = relative('', path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** 0.9234 as `92.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
