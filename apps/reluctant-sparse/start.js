#!/usr/bin/env node
// A package of its own because `npx reluctant-sparse` looks for an unscoped name: docs/decisions/020-names-for-npx.md.
import '@reluctant/sparse-inference/main';
