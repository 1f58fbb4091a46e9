/** Ends the program well when whoever reads its output has seen enough: `… | head` is no failure. Call it once. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
