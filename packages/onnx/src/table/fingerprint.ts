import { encodeText } from '../format/encode-text.js';

const [offset, prime] = [0xcbf2_9ce4_8422_2325n, 0x100_0000_01b3n];

/**
 * A text as 16 hexadecimal digits, FNV-1a of 64 bits over its UTF-8: equal for equal texts. It finds a preprocessor
 * that is another one, not one that somebody forged.
 *
 * Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
 */
export function fingerprint(text: string): string {
  let hash = offset;
  for (const byte of encodeText(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, '0');
}
