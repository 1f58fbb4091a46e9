import webpack, { type Configuration, type Stats } from 'webpack';

/**
 * Builds with webpack.
 *
 * @throws Error with the errors and warnings of webpack, if there are any
 */
export async function runWebpack(configuration: Configuration): Promise<void> {
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    webpack(configuration, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
  const problems = [...errors, ...warnings].map(({ message }) => message);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
