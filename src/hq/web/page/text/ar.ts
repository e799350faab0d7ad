/** The words of the pages in Arabic. */
import { fleet } from './ar/fleet.ts';
import { journal } from './ar/journal.ts';
import { kinds } from './ar/kinds.ts';
import { sales } from './ar/sales.ts';
import { people } from './ar/people.ts';
import { catalogue } from './ar/catalogue.ts';
import { settings } from './ar/settings.ts';
import { shell } from './ar/shell.ts';

export const ar = {
  ...shell,
  ...settings,
  ...catalogue,
  ...people,
  ...fleet,
  ...journal,
  ...kinds,
  ...sales,
};
