import { ReluctantError } from '@reluctant/errors';

/** Half a byte, by the character of its hexadecimal digit: `0`-`9` have the codes 48-57, `a`-`f` 97-102. */
const half = (digits: string, index: number): number => {
  const code = digits.charCodeAt(index);
  return code < 58 ? code - 48 : code - 87;
};

/**
 * Compiles a binary that `scripts/build.mjs` embedded.
 *
 * @param digits - the binary in hexadecimal digits
 * @throws ReluctantError (`unsupported`) where there is no WebAssembly, where a Content-Security-Policy forbids it, or
 * where the runtime lacks an instruction of the binary
 */
export async function compileBinary(digits: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') throw new ReluctantError('unsupported', 'there is no WebAssembly here');
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = 16 * half(digits, 2 * index) + half(digits, 2 * index + 1);
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new ReluctantError('unsupported', reasonFor(bytes), { cause: error });
  }
}

/** A runtime that validates a binary and does not compile it was forbidden to. */
function reasonFor(bytes: Uint8Array<ArrayBuffer>): string {
  if (!WebAssembly.validate(bytes))
    return 'this JavaScript runtime cannot run the WebAssembly of the kernels: it has no SIMD';
  return "WebAssembly is forbidden here: the page's Content-Security-Policy must have 'wasm-unsafe-eval' in its script-src";
}
