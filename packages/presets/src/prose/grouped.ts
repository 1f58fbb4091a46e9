/** 12,345. By hand: the first use of `toLocaleString` takes as long as training several small nets. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
