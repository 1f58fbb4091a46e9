/** An option that is wrong: one sentence that names it, what was expected and what came. Fit to be shown to a user. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}
