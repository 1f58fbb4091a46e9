/** A bad argument to a random generator. */
export class RandomArgumentError extends RangeError {
  override readonly name = 'RandomArgumentError';
  /** Name of the argument. */
  readonly argument: string;

  constructor(argument: string, message: string) {
    super(message);
    this.argument = argument;
  }
}
