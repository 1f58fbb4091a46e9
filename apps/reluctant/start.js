#!/usr/bin/env node
// A package of its own because `npx reluctant` looks for an unscoped name: docs/decisions/020-names-for-npx.md.
import '@reluctant/cli/main';
