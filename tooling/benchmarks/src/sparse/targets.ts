import { markdownTable } from '../figure-blocks.js';
import { median } from '../median.js';
import type { SparseCall, SparseCaseResult, SparseResult } from '../sparse-result.js';
import { compareCertified } from './compare-certified.js';
import { findCall, percent, threadsOf, times, twoDecimals } from './tables.js';

/** One target, the measured value, and whether it is met. */
export interface TargetRow {
  readonly promise: string;
  readonly wanted: string;
  readonly measured: string;
  /** onnxruntime's dense run beside the same calls, where the promise is about calls of one engine. */
  readonly overOnnxRuntime?: string;
  readonly met: boolean;
}

type Named = Readonly<Record<string, SparseCaseResult | undefined>>;

const atLeast = (promise: string, measured: number | undefined, wanted: number): TargetRow => ({
  ...{ promise, wanted: `≥ ${wanted}×`, measured: times(measured) },
  met: measured !== undefined && measured >= wanted,
});

/** The calls of an engine with one row, at the inputs of a title. */
function singleRow({ calls, inputSets }: SparseCaseResult, engine: string, title: string): SparseCall | undefined {
  const inputs = inputSets.findIndex((set) => set.title === title);
  return findCall(calls, { engine, batch: 1, inputs });
}

/** Nets whose weights stand in main memory, at some active units. */
const bounded: readonly (readonly [name: string, set: string])[] = [
  ['a', '10 %'],
  ['b', '10 %'],
  ['c', '10 %'],
  ['f', '10 %'],
  ['f', '5 %'],
  ['g', '10 %'],
  ['g', '5 %'],
  ['h', '10 %'],
  ['i', 'test set'],
];

/** Least share of the bound by bytes. */
const shareOfBound = 0.85;

/**
 * Shares of the bound by bytes: the time of reading the needed bytes at the measured bandwidth, of the time of a call.
 * Machines differ by a factor of two in the ratio to onnxruntime, which stands beside it.
 */
function boundRows(cases: Named): TargetRow[] {
  return bounded.flatMap(([name, set]) => {
    const one = cases[name];
    if (one === undefined) return [];
    return threadsOf(one).map((threads) => {
      const call = singleRow(one, `session-${threads}`, set);
      return {
        promise: `(${name}) at ${set}, session-${threads}: share of the bound by bytes`,
        ...{ wanted: `≥ ${percent(shareOfBound)}`, measured: percent(call?.ofBound) },
        overOnnxRuntime: times(call?.overOnnxRuntime),
        met: call?.ofBound !== undefined && call.ofBound >= shareOfBound,
      };
    });
  });
}

/** Gains of the sparse graph in onnxruntime over its dense run, at 10 % active units. */
const graphGains: readonly (readonly [name: string, wanted: number])[] = [
  ['a', 1.4],
  ['b', 2.5],
];

function graphRows(cases: Named): TargetRow[] {
  return graphGains.flatMap(([name, wanted]) => {
    const one = cases[name];
    if (one === undefined) return [];
    const engine = 'onnxruntime-sparse-graph-1';
    const gain = singleRow(one, engine, '10 %')?.overOnnxRuntime;
    return [atLeast(`(${name}) at 10 %, ${engine} over onnxruntime dense`, gain, wanted)];
  });
}

/** Gains of certified zeros over the same session without them, batch 1, float32: the least, by active units. */
const certified: readonly (readonly [name: string, set: string, wanted: number])[] = [
  ['f', '10 %', 1.5],
  ['f', '5 %', 1.85],
  ['g', '10 %', 1.45],
  ['g', '5 %', 1.75],
  ['h', '10 %', 1.7],
  ['i', 'test set', 1.7],
];

function certifiedRows(cases: Named): TargetRow[] {
  return certified.flatMap(([name, set, wanted]) => {
    const one = cases[name];
    if (one === undefined) return [];
    return threadsOf(one).map((threads) => {
      const call = singleRow(one, `session-${threads}`, set);
      const row = atLeast(
        `(${name}) at ${set}, session-${threads}: certified zeros over none`,
        call?.overUncertified,
        wanted,
      );
      return { ...row, measured: twoDecimals(call?.overUncertified), overOnnxRuntime: times(call?.overOnnxRuntime) };
    });
  });
}

/** Where certified zeros gain nothing they cost nothing. */
function certifiedCostRows(result: Pick<SparseResult, 'cases' | 'tiny'>): TargetRow[] {
  return compareCertified(result).map(({ title, without, floor }) => ({
    promise: `${title}: certified zeros over none, no slower beyond the spread of two processes`,
    ...{ wanted: `≥ ${twoDecimals(floor)}`, measured: twoDecimals(without.mean), met: without.mean >= floor },
  }));
}

function precisionRows(cases: Named): TargetRow[] {
  const one = cases.b;
  const speed = ([precision, wanted]: readonly [string, number]): TargetRow[] => {
    if (one === undefined) return [];
    const call = singleRow(one, `session-${precision}-1`, '10 %');
    return [atLeast(`(b) at 10 %, ${precision} over our float32, 1 thread`, call?.overFloat32, wanted)];
  };
  const trained = cases.d?.accuracy ?? [];
  const agreement = (precision: string): TargetRow[] =>
    trained
      .filter(({ engine }) => engine === `session-${precision}-1`)
      .map(({ sameArgmax }) => ({
        promise: `(d) ${precision}: same argmax as onnxruntime's float32`,
        ...{ wanted: '≥ 99.5 %', measured: `${(100 * sameArgmax).toFixed(2)} %`, met: sameArgmax >= 0.995 },
      }));
  return [
    ...(
      [
        ['bfloat16', 1.5],
        ['int8', 2],
      ] as const
    ).flatMap(speed),
    ...['bfloat16', 'int8'].flatMap(agreement),
  ];
}

/** How `run` of a float32 session does beside both dense runs, for calls that take the same time. */
interface SessionRatios {
  readonly where: string;
  readonly overOnnxRuntime: number;
  readonly overOwnDense: number;
}

/**
 * Of every kind of call. Those that onnxruntime answers are the same for every density, so their ratios are one: the
 * median. The minimum of many ratios would otherwise be that of the most disturbed turn.
 */
function sessionRatios(one: SparseCaseResult): readonly SessionRatios[] {
  const calls = one.calls.filter(({ engine, own }) => /^session-\d/.test(engine) && !own);
  const kinds = new Map<string, SparseCall[]>();
  for (const call of calls) {
    const handedOver = call.lastEngine === 'onnxruntime';
    const title = handedOver ? 'handed over' : one.inputSets[call.inputs ?? 0]?.title;
    const where = `(${one.name}) ${title}, ${call.threads} threads, batch ${call.batch}`;
    kinds.set(where, [...(kinds.get(where) ?? []), call]);
  }
  return [...kinds].map(([where, alike]) => ({
    where,
    overOnnxRuntime: median(alike.map((call) => call.overOnnxRuntime)),
    overOwnDense: median(alike.map((call) => call.overOwnDense)),
  }));
}

/** Float32 answers, and the least ratio of any call of `run` to onnxruntime's dense run, over all cases. */
function everywhereRows(cases: readonly SparseCaseResult[]): TargetRow[] {
  const float32 = cases.flatMap(({ accuracy }) => accuracy.filter(({ engine }) => engine === 'session-1'));
  const largest = Math.max(...float32.map(({ largestDifference }) => largestDifference));
  const sessions = cases.flatMap(sessionRatios);
  const slowest = (pick: (ratios: SessionRatios) => number) => [...sessions].sort((a, b) => pick(a) - pick(b))[0];
  const rows: TargetRow[] = [
    {
      promise: 'outputs: largest difference from onnxruntime, all cases',
      ...{ wanted: '≤ 1e-5', measured: largest.toExponential(1), met: largest <= 1e-5 },
    },
  ];
  for (const [title, pick] of [
    ['onnxruntime dense', ({ overOnnxRuntime }: SessionRatios) => overOnnxRuntime],
    ['ours dense', ({ overOwnDense }: SessionRatios) => overOwnDense],
  ] as const) {
    const least = slowest(pick);
    if (least === undefined) continue;
    rows.push(atLeast(`\`run\` at its slowest beside ${title}: ${least.where}`, pick(least), 0.9));
  }
  return rows;
}

/** All targets that apply to a result; those of cases that were not run are left out. */
export function targetRows({ cases, tiny }: Pick<SparseResult, 'cases' | 'tiny'>): readonly TargetRow[] {
  const named: Named = Object.fromEntries(cases.map((one) => [one.name, one]));
  const sync = tiny?.engines.find(({ engine }) => engine === 'run-sync');
  const onnxRuntime = tiny?.engines.find(({ engine }) => engine === 'onnxruntime');
  return [
    ...boundRows(named),
    ...certifiedRows(named),
    ...certifiedCostRows({ cases, ...(tiny && { tiny }) }),
    ...graphRows(named),
    ...precisionRows(named),
    ...(cases.length > 0 ? everywhereRows(cases) : []),
    ...(sync
      ? [
          {
            promise: '(e) `runSync` beside a plain JavaScript loop',
            ...{ wanted: '≤ 1.2×', measured: `${sync.overPlain.toFixed(2)}×`, met: sync.overPlain <= 1.2 },
          },
        ]
      : []),
    ...(onnxRuntime ? [atLeast("(e) onnxruntime's `run` beside `runSync`", onnxRuntime.overRunSync, 20)] : []),
  ];
}

/** The promises as a table. */
export function targetTable(result: Pick<SparseResult, 'cases' | 'tiny'>): string {
  return markdownTable(
    ['promise', 'wanted', 'measured', 'onnxruntime dense / ours', ''],
    targetRows(result).map(({ promise, wanted, measured, overOnnxRuntime = '', met }) => [
      promise,
      wanted,
      measured,
      overOnnxRuntime,
      met ? 'met' : '**missed**',
    ]),
  );
}
