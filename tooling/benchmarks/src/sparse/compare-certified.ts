import { type RatioSpread, spreadOf } from '../ratio-spread.js';
import type { SparseCall, SparseCaseResult, SparseResult } from '../sparse-result.js';

/**
 * Calls of one kind: the session without certified zeros, and the same session again, as multiples of the session's
 * time.
 */
export interface ComparedGroup {
  readonly title: string;
  readonly calls: number;
  readonly without: RatioSpread;
  readonly again: RatioSpread;
  /**
   * Least mean of `without` that two processes of one program would have: below it the session is slower than without.
   */
  readonly floor: number;
}

/** One comparison, and the pair of processes that it belongs to. */
interface Compared {
  readonly pair: string;
  readonly without: number;
  readonly again: number;
}

/** Cases in which certified zeros should gain something at few active units. */
const gaining = ['a', 'c', 'f', 'g', 'h', 'i'];
/** At so many active units they should not. */
const dense = ['50 %', '30 %'];

/** Standard errors below 1 that are put down to chance. */
const allowed = 2;
/** Least standard error: two processes that agree better do so by chance. */
const leastError = 0.01;

/**
 * Summary of a group. Two processes of one program differ by where their memory lies, for all their calls alike, so a
 * mean over calls is as uncertain as one over pairs of processes: by the standard deviation of `again`, over the root
 * of their number.
 */
function groupOf(title: string, compared: readonly Compared[]): ComparedGroup[] {
  if (compared.length === 0) return [];
  const squares = compared.reduce((sum, { again }) => sum + Math.log(again) ** 2, 0);
  const pairs = new Set(compared.map(({ pair }) => pair)).size;
  const error = Math.max(leastError, Math.sqrt(squares / compared.length / pairs));
  const [without, again] = [compared.map((one) => one.without), compared.map((one) => one.again)];
  const calls = compared.length;
  return [{ title, calls, without: spreadOf(without), again: spreadOf(again), floor: Math.exp(-allowed * error) }];
}

/** The compared calls of some cases that a test admits. */
function comparedCalls(
  cases: readonly SparseCaseResult[],
  admits: (call: SparseCall, one: SparseCaseResult) => boolean,
): readonly Compared[] {
  return cases.flatMap((one) =>
    one.calls.flatMap((call) => {
      const { overUncertified: without, overAgain: again } = call;
      if (without === undefined || again === undefined || !admits(call, one)) return [];
      return [{ pair: `${one.name}/${call.threads}`, without, again }];
    }),
  );
}

/** Every kind of call at which a session with certified zeros should be no slower than without. */
export function compareCertified({ cases, tiny }: Pick<SparseResult, 'cases' | 'tiny'>): readonly ComparedGroup[] {
  const others = cases.filter(({ name }) => !gaining.includes(name));
  const single = ({ batch }: SparseCall): boolean => batch === 1;
  const titleOf = ({ inputs = 0 }: SparseCall, { inputSets }: SparseCaseResult) => inputSets[inputs]?.title;
  const batches = [...new Set(cases.flatMap(({ calls }) => calls.map(({ batch }) => batch)))].filter((n) => n > 1);
  return [
    ...others.flatMap((one) => groupOf(`(${one.name}), single rows`, comparedCalls([one], single))),
    ...tinyGroup(tiny),
    ...dense.flatMap((title) => {
      const wide = cases.filter(({ name }) => gaining.includes(name));
      const compared = comparedCalls(wide, (call, one) => single(call) && titleOf(call, one) === title);
      return groupOf(`the other nets at ${title} active units, single rows`, compared);
    }),
    ...batches.flatMap((size) =>
      groupOf(
        `all nets, batches of ${size}`,
        comparedCalls(cases, ({ batch }) => batch === size),
      ),
    ),
  ];
}

function tinyGroup(tiny: SparseResult['tiny']): readonly ComparedGroup[] {
  const ratio = (name: string): number | undefined => tiny?.engines.find(({ engine }) => engine === name)?.overRunSync;
  const [without, again] = [ratio('run-sync-uncertified'), ratio('run-sync-again')];
  return without === undefined || again === undefined ? [] : groupOf('(e), `runSync`', [{ pair: 'e', without, again }]);
}
