import { util } from './protobuf.js';

/** The text in UTF-8 bytes of a message. */
export function decodeText(bytes: Uint8Array): string {
  return util.utf8.read(bytes, 0, bytes.length);
}
