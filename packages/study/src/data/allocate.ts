/**
 * Allocates this many bytes for data sets: an `ArrayBuffer`, or a `SharedArrayBuffer` where threads read it without a
 * copy (in browsers on cross-origin isolated pages only).
 */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** Allocates memory that belongs to one thread. */
export const plainMemory: Allocate = (bytes) => new ArrayBuffer(bytes);
