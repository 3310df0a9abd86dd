import type { Command } from 'commander';
export function addSetup(_program: Command): void {}
