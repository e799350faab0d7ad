// shipped-entry-never-reaches-sim, through another file
import { reach } from './reach.ts';
export const shell = reach;
