/** Options of an axis. */
export interface LineAxis {
  /** Title, with the unit. */
  readonly title: string;
  /** Default `linear`; on a `log` axis non-positive values are omitted. */
  readonly scale?: 'linear' | 'log';
  /** d3 number format of the labels. Default: Vega's choice. */
  readonly format?: string;
  /** True to include 0 on a linear axis. Default false. */
  readonly zero?: boolean;
  /** Positions of the ticks; default: Vega's choice. */
  readonly ticks?: readonly number[];
}
