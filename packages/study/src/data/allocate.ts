/**
 * Gives memory for data sets, in bytes: `ArrayBuffer` anywhere, `SharedArrayBuffer` where threads are to read it without a copy (browsers
 * have that on isolated pages only).
 */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** Memory of one thread. */
export const plainMemory: Allocate = (bytes) => new ArrayBuffer(bytes);
