import { paper } from './paper.ts';
export const ink = () => paper;
