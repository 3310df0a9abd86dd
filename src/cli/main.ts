#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Reading the sources takes longer than all the rest of starting; from the second start on it is done already.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/isotherm', import.meta.url)));
await import('./program.ts');
// Steps that a server gave up when it stopped may still wait for a cloud; its next start takes them up.
process.exit();
