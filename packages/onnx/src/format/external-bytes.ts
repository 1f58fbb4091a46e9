import { printable, ReluctantError } from '@reluctant/errors';
import { type ExternalFiles, noFiles } from './tensor-constant.js';

/** The bytes of tensors within other files, given by the paths in the model. */
export function externalBytes(files: ReadonlyMap<string, Uint8Array>): ExternalFiles {
  return (tensor, name, location) => {
    const bytes = files.get(location);
    if (bytes === undefined) return noFiles(tensor, name, location);
    const number = (key: string): number | undefined => {
      const text = tensor.externalData?.find((entry) => entry.key === key)?.value;
      return text === undefined ? undefined : Number(text);
    };
    const offset = number('offset') ?? 0;
    const length = number('length') ?? bytes.length - offset;
    const whole = [offset, length].every((value) => Number.isSafeInteger(value) && value >= 0);
    if (!whole || offset + length > bytes.length) {
      const message = `tensor '${printable(name)}' takes ${length} bytes from ${offset} on of '${printable(location)}', which has ${bytes.length}`;
      throw new ReluctantError('invalid-file', message);
    }
    return bytes.subarray(offset, offset + length);
  };
}
