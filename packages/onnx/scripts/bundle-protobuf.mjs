import { bundleModule } from '@reluctant/bundling';

await bundleModule({ root: new URL('../', import.meta.url), file: 'format/pbf-writer.js' });
