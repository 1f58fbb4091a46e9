const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text in UTF-8 bytes of a message. */
export function decodeText(bytes: Uint8Array): string {
  // Browsers refuse to decode memory that threads share; `slice` copies it.
  return decoder.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
}
