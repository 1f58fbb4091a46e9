import { printable } from '@reluctant/errors';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';

/** A column of `textTable`. */
export interface TableColumn {
  readonly title: string;
  /** Default: left for the columns of names, right for the others. */
  readonly align?: 'left' | 'right';
  /** True for a column of texts, whose cells may be wrapped. Default false. */
  readonly wraps?: boolean;
  /**
   * True for a column that is left out where the table would be too wide; the last such column goes first. Default
   * false.
   */
  readonly optional?: boolean;
}

/** A cell: a text, a number, or several lines. */
export type TableCell = string | number | readonly string[];

/** Options of `textTable`. */
export interface TextTableOptions {
  /** Characters that fit in a line: see `terminalWidth`. */
  readonly width: number;
  /** How many columns, from the left, name a row; each part of a table has them. Default 1. */
  readonly names?: number;
  /** Makes a title bold. Default: titles are plain. */
  readonly bold?: (title: string) => string;
}

/** No column is narrower because of wrapping. It holds its padding. */
const narrowest = 12;

const style = { head: [], border: [], compact: true };

/** The widths of the columns of a table, and how they share a line. A column is an index. */
export class TableLayout {
  readonly #columns: readonly TableColumn[];
  readonly #rows: readonly (readonly TableCell[])[];
  readonly #options: TextTableOptions;
  /** Characters of each column with its padding: as its cells need, and as it is drawn. */
  readonly #natural: readonly number[];
  readonly #widths: number[];

  constructor(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[], options: TextTableOptions) {
    this.#columns = columns;
    this.#rows = rows;
    this.#options = options;
    this.#natural = columns.map((_, column) => this.#measure(column));
    this.#widths = [...this.#natural];
  }

  /** Characters of a line of these columns, borders included. */
  total(columns: readonly number[]): number {
    return columns.reduce((sum, column) => sum + this.#width(column) + 1, 1);
  }

  /** Narrows columns of texts, the widest first, as far as needed. Returns whether the columns fit in a line. */
  fit(columns: readonly number[]): boolean {
    const texts = columns.filter((column) => this.#columns[column]?.wraps === true);
    for (const column of texts) this.#widths[column] = this.#natural[column] ?? 0;
    while (this.total(columns) > this.#options.width) {
      const widest = Math.max(narrowest, ...texts.map((column) => this.#width(column)));
      if (widest === narrowest) return false;
      const last = texts.findLast((column) => this.#width(column) === widest);
      if (last !== undefined) this.#widths[last] = widest - 1;
    }
    return true;
  }

  /**
   * Divides columns into parts that fit, in their order. Every part begins with the names, which take half of a line at
   * most.
   */
  divide(names: readonly number[], others: readonly number[]): number[][] {
    const { width } = this.#options;
    const mostOfName = Math.max(narrowest, Math.floor(width / 2 / Math.max(1, names.length)) - 1);
    for (const name of names) this.#widths[name] = Math.min(this.#width(name), mostOfName);
    const most = Math.max(narrowest, width - this.total(names) - 1);
    const parts: number[][] = [];
    for (const column of others) {
      this.#widths[column] = Math.min(this.#width(column), most);
      const last = parts.at(-1);
      if (last !== undefined && this.total([...last, column]) <= width) last.push(column);
      else parts.push([...names, column]);
    }
    return parts.length === 0 ? [[...names]] : parts;
  }

  draw(columns: readonly number[]): string {
    const { bold = (title) => title, names = 1 } = this.#options;
    const table = new Table({
      head: columns.map((column) => bold(this.#fitted(this.#title(column), column))),
      colAligns: columns.map((column) => this.#columns[column]?.align ?? (column < names ? 'left' : 'right')),
      style,
    });
    for (const row of this.#rows) table.push(columns.map((column) => this.#fitted(cellText(row[column]), column)));
    return table.toString();
  }

  #width(column: number): number {
    return this.#widths[column] ?? 0;
  }

  #title(column: number): string {
    return cellText(this.#columns[column]?.title);
  }

  #fitted(text: string, column: number): string {
    const width = this.#width(column);
    return width === this.#natural[column] ? text : wrapAnsi(text, width - 2, { hard: true });
  }

  /** The width that the drawing gives to a column: that of its upper border. */
  #measure(column: number): number {
    const table = new Table({ head: [this.#title(column)], style });
    for (const row of this.#rows) table.push([cellText(row[column])]);
    const [border = ''] = table.toString().split('\n');
    return border.length - 2;
  }
}

/** A cell without control characters but for the ends of its lines. */
function cellText(cell: TableCell | undefined): string {
  const lines = Array.isArray(cell) ? cell : [String(cell ?? '')];
  return lines.map((line) => printable(line, Number.POSITIVE_INFINITY)).join('\n');
}
