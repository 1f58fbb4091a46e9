export { bundleApp } from './bundle-app.mjs';
export { bundleModule } from './bundle-module.mjs';
