import type { Setting } from '@reluctant/trainer';

/** A quantity that a claim measures in each run. */
export interface Measure {
  /**
   * `gate`: mean share of ReLU over the layers' gates. `gate_distance`: mean over the layers of its distance from one
   * half. `relu_loss`, `relu_sparsity`: loss and share of exact zeros of the final weights under ReLU.
   */
  readonly quantity: 'train_loss' | 'val_loss' | 'sparsity' | 'gate' | 'gate_distance' | 'relu_loss' | 'relu_sparsity';
  /** The role whose runs are measured. */
  readonly role: string;
  /** Default: the last epoch. */
  readonly epoch?: number;
}

/**
 * A value of each run: a measure, or the difference of two measures of the same run (same start, same data, same
 * batches).
 */
export interface Contrast {
  readonly of: Measure;
  readonly minus?: Measure;
}

/** A statement of the post or the paper as a testable hypothesis, declared before the runs. */
export interface Claim {
  /** Stable, e.g. `silu-first-validation`. */
  readonly id: string;
  readonly source: 'post' | 'paper';
  /** What the source says; a paraphrase except within quotation marks. */
  readonly said: string;
  /** The hypothesis, in one sentence. */
  readonly statement: string;
  /** Width of the hidden layers at which it is tested. */
  readonly bottleneck: number;
  /** All of them must lie within the region. */
  readonly contrasts: readonly Contrast[];
  /** Bounds for the location of every contrast, the margin of the claim included. Absent: no bound on that side. */
  readonly region: { readonly above?: number; readonly below?: number };
}

/** A choice that the sources leave open, e.g. `reads`. */
export type OpenChoice = 'reads' | 'hidden' | 'tail' | 'p' | 'n_informative' | 'data_seed';

/** One combination of open choices. */
export type Levels = Readonly<Partial<Record<OpenChoice, string | number>>>;

/** A kind of strategy that claims refer to, with its own open choices. */
export interface Role {
  readonly choices: Readonly<Partial<Record<OpenChoice, readonly (string | number)[]>>>;
  /** The strategy at these levels, without a name. */
  readonly strategy: (levels: Levels) => Exclude<Setting, string>;
  /** The widths at which claims use it. */
  readonly bottlenecks: readonly number[];
}

/** The claims and the roles that they refer to. */
export interface ClaimSet {
  readonly claims: readonly Claim[];
  readonly roles: Readonly<Record<string, Role>>;
  /** Rate of false verdicts over all claims of one source at one width, in one combination of open choices. */
  readonly alpha: number;
}

/** The combinations of a role's own choices. */
export function levelsOf(choices: Role['choices']): Levels[] {
  return Object.entries(choices).reduce<Levels[]>(
    (all, [choice, values]) => all.flatMap((levels) => values.map((value) => ({ ...levels, [choice]: value }))),
    [{}],
  );
}

/** Name of a role's strategy at these levels, e.g. `learnable_stoch_element_8`. */
export function strategyName(name: string, { choices }: Role, levels: Levels): string {
  return [name, ...Object.keys(choices).map((choice) => levels[choice as OpenChoice])].join('_');
}

/** The strategies that the claims at a width need, as settings of a study. */
export function claimStrategies({ roles }: Pick<ClaimSet, 'roles'>, bottleneck: number): Setting[] {
  return Object.entries(roles)
    .filter(([, role]) => role.bottlenecks.includes(bottleneck))
    .flatMap(([name, role]) =>
      levelsOf(role.choices).map((levels) => {
        const { name: kind, ...options } = role.strategy(levels);
        return { ...options, strategy: kind, name: strategyName(name, role, levels) };
      }),
    );
}
