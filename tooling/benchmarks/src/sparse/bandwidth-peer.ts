import { openReadBandwidth } from '@reluctant/kernels/sparse';

// One reader of memory in a process of its own: bytes per second while as many others read as its parent asks at once.

/** Memory of one reader: several times the caches. */
const bytes = 2 ** 27;

const probe = await openReadBandwidth({ bytes, rowBytes: 2 ** 14, density: 0.1 });
process.on('message', (seconds: number) => process.send?.(probe.measure(seconds)));
process.on('disconnect', () => process.exit());
process.send?.('ready');
