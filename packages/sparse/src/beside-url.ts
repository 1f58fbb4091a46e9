import { printable, ReluctantError } from '@reluctant/errors';

/**
 * The address of a file beside a model.
 *
 * @throws ReluctantError if the path leads out of the folder of the model
 */
export function besideUrl(model: URL, location: string): URL {
  const folder = new URL('.', model);
  const address = new URL(location, folder);
  if (location === '' || !address.href.startsWith(folder.href)) {
    const message = `tensors of the model stand in '${printable(location)}', which is not within the folder of the model`;
    throw new ReluctantError('invalid-file', message, { path: [location] });
  }
  return address;
}
