/**
 * A trial that ended as the documentation says that none ends: not in the same bytes and not in one sentence, or
 * something is left.
 */
export class TrialFailure extends Error {
  override readonly name = 'TrialFailure';
}
