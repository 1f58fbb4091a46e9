import { invalidOption } from '@reluctant/errors';

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** A week; timers of JavaScript end before 25 days. */
const longest = 7 * 24 * units.h;

function isUnit(text: string | undefined): text is keyof typeof units {
  return text !== undefined && text in units;
}

/** A time such as `60s`, `2m`, `1.5h` or `500ms`, in milliseconds. @throws ReluctantError (usage) */
export function readDuration(flag: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(text.trim()) ?? [];
  const milliseconds = isUnit(unit) ? Number(number) * units[unit] : Number.NaN;
  if (milliseconds > 0 && milliseconds <= longest) return milliseconds;
  throw invalidOption(flag, 'a time above 0 and at most a week, such as 60s, 2m or 500ms', text);
}
