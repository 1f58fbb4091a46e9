import type { InferenceSession } from 'onnxruntime-common';
import type { PlainFeed } from '../feeds.js';
import type { RuntimeInterface, RuntimeTensor } from '../runtime-handle.js';

/** What a session's owner sends to the thread of its onnxruntime session: the model, then calls, then the end. */
export type RuntimeRequest =
  | { readonly kind: 'open'; readonly model: Uint8Array; readonly options: InferenceSession.SessionOptions }
  | {
      readonly kind: 'run';
      /** Calls count from 1. */
      readonly call: number;
      readonly feeds: Readonly<Record<string, PlainFeed>>;
      readonly names: readonly string[];
      readonly options: InferenceSession.RunOptions;
    }
  | { readonly kind: 'release' };

/** What the thread answers: that onnxruntime is there or not, the open session, results, the end. */
export type RuntimeAnswer =
  | { readonly kind: 'loaded'; readonly loaded: boolean }
  /** `model`: the bytes that came with the request. */
  | { readonly kind: 'opened'; readonly opened: RuntimeInterface; readonly model: Uint8Array }
  | { readonly kind: 'refused'; readonly failure: string; readonly model: Uint8Array }
  | { readonly kind: 'results'; readonly call: number; readonly results: Readonly<Record<string, RuntimeTensor>> }
  | { readonly kind: 'failed'; readonly call: number; readonly failure: string }
  | { readonly kind: 'released' };
