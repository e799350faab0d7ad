/** Every projection of this program. Door of the folder. */
import { AUTHORITY } from './authority.ts';
import { DAYS } from './days.ts';
import { MEMBERS } from './members.ts';
import type { Projection } from './projection.ts';
import { STOCK } from './stock.ts';
import { TICKETS } from './tickets.ts';
import { TOTALS } from './totals.ts';

export type { Naming, ProjectedRow, Projecting, Projection } from './projection.ts';

export const PROJECTIONS: readonly Projection[] = [TICKETS, TOTALS, STOCK, DAYS, MEMBERS, AUTHORITY];
