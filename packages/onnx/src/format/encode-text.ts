const encoder = new TextEncoder();

/** A text as UTF-8 bytes; the inverse of `decodeText`. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}
