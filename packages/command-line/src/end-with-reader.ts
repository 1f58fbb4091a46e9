/** Exits with code 0 when the reader of stdout closes the pipe, as in `… | head`. Call it once. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
