import { screenStateBytes, screenStateOffsets } from '../generated/sparse-abi.js';
import type { MemoryLayout } from './memory-layout.js';

/** How the screen of a stage does. */
export interface StageScreen {
  /** Units screened so far. */
  readonly units: number;
  /**
   * Share of these that were not certified to be zero and were computed, the active ones among them; NaN if none were
   * screened.
   */
  readonly candidates: number;
  /** False while so few units are certified that rows are computed without the screen; one is tried at times. */
  readonly pays: boolean;
}

/** Of one stage with a screen: the words of all threads, and what has been taken from them. */
interface Counted {
  readonly states: readonly Uint32Array[];
  units: number;
  candidates: number;
}

const [unitsWord, candidatesWord, pauseLengthWord] = [
  screenStateOffsets.units / 4,
  screenStateOffsets.candidates / 4,
  screenStateOffsets.pauseLength / 4,
];

/** Reads what the threads of a program count while they screen. */
export class ScreenCounts {
  /** Undefined for stages without a screen. */
  readonly #stages: readonly (Counted | undefined)[];

  constructor(memory: ArrayBufferLike, { stages, screening, screeningBytes }: MemoryLayout, threads: number) {
    this.#stages = stages.map(({ screen }, stage) => {
      if (screen === 0) return undefined;
      const states = Array.from(
        { length: threads },
        (_, thread) =>
          new Uint32Array(memory, screening + thread * screeningBytes + stage * screenStateBytes, screenStateBytes / 4),
      );
      return { states, units: 0, candidates: 0 };
    });
  }

  /** Takes the counts, which have 32 bits, between two calls. */
  take(): void {
    for (const stage of this.#stages) {
      if (stage === undefined) continue;
      for (const state of stage.states) {
        stage.units += state[unitsWord] ?? 0;
        stage.candidates += state[candidatesWord] ?? 0;
        state[unitsWord] = 0;
        state[candidatesWord] = 0;
      }
    }
  }

  /** Of every stage; undefined without a screen. */
  get stages(): readonly (StageScreen | undefined)[] {
    return this.#stages.map((stage) => {
      if (stage === undefined) return undefined;
      const { states, units, candidates } = stage;
      return { units, candidates: candidates / units, pays: states.every((state) => state[pauseLengthWord] === 0) };
    });
  }
}
