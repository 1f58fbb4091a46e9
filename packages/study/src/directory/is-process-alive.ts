/** True if a process of this host has that number, whoever it belongs to. Numbers are used again: it may be another than was meant. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
