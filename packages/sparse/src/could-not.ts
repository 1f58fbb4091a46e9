import { printable } from '@reluctant/errors';

/** A sentence about what could not be had, and why. */
export function couldNot(what: string, reason: unknown): string {
  return `${what}: ${printable(reason instanceof Error ? reason.message : String(reason))}`;
}
