/** What was sold and what is in the drawers. Door of the folder. */
export { SALES_PROJECTOR } from './roll-up.ts';
