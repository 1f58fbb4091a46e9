import { screenHeadOffsets, screenStateBytes, screenStateOffsets } from '../generated/sparse-abi.js';
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
  /** Largest share of candidates at which the screen pays. It depends on precision and number of weights. */
  readonly limit: number;
}

/** Of one stage with a screen: the words of all threads, and what has been taken from them. */
interface Counted {
  readonly states: readonly Uint32Array[];
  /** float32, as the kernels read it. */
  readonly limit: Float32Array;
  units: number;
  candidates: number;
}

const [unitsWord, candidatesWord, pauseLengthWord] = [
  screenStateOffsets.units / 4,
  screenStateOffsets.candidates / 4,
  screenStateOffsets.pauseLength / 4,
];

/** The decimal number that a float32 number was written as. */
const rounded = (value: number): number => Number(value.toPrecision(6));

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
      const limit = new Float32Array(memory, screen + screenHeadOffsets.limit, 1);
      return { states, limit, units: 0, candidates: 0 };
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
      const pays = states.every((state) => state[pauseLengthWord] === 0);
      return { units, candidates: candidates / units, pays, limit: rounded(stage.limit[0] ?? 0) };
    });
  }
}
