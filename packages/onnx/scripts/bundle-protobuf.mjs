import { bundleModule } from '@reluctant/bundling';

const root = new URL('../', import.meta.url);
for (const file of ['format/pbf-reader.js', 'format/pbf-writer.js']) await bundleModule({ root, file });
