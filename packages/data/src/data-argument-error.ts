/** A bad argument of a data function; `parameter` is its camelCase name, so that a command line can name its own flag. */
export class DataArgumentError extends RangeError {
  override readonly name = 'DataArgumentError';
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}
