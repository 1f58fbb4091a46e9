import type { FeedForward } from './feed-forward.js';

/** Version of the specification in files. */
export const feedForwardVersion = 1;

/** The specification as JSON for files: its fields and `version`. */
export function encodeFeedForward(model: FeedForward): string {
  return JSON.stringify({ version: feedForwardVersion, ...model });
}
