import { paper } from '#sim/paper.ts';
export const reach = paper;
