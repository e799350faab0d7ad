// node-imports-only-base-domain
import { view } from '#contract/view.ts';
export const node = view;
