// domain-imports-only-base; come-in-by-the-door; pure-layers-take-nothing-of-node
import { readFileSync } from 'node:fs';
import { view } from '#contract/view.ts';
import { tenth } from '#domain/money/tenth.ts';
export const planted = [readFileSync, view, tenth];
