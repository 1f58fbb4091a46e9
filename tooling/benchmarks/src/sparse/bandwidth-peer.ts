import { openReadBandwidth } from '@reluctant/kernels/sparse';

// One memory reader in its own process: measures bytes per second while its parent runs other readers at the same time.

/** Memory of one reader: several times the caches. */
const bytes = 2 ** 27;

const probe = await openReadBandwidth({ bytes, rowBytes: 2 ** 14, density: 0.1 });
process.on('message', (seconds: number) => process.send?.(probe.measure(seconds)));
process.on('disconnect', () => process.exit());
process.send?.('ready');
