import type { TrialKind } from './trial.js';
import { crowds } from './trials/crowds.js';
import { damagedFiles, damagedUnfinished } from './trials/damages.js';
import { disks } from './trials/disks.js';
import { kills } from './trials/kills.js';
import { signals } from './trials/signals.js';
import { streams } from './trials/streams.js';
import { workers } from './trials/workers.js';

/** All kinds of trials, in the order of the table. */
export const kinds: readonly TrialKind[] = [
  kills,
  disks,
  damagedFiles,
  damagedUnfinished,
  crowds,
  streams,
  signals,
  workers,
];
