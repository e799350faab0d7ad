/** The words of the pages in English. */
import { fleet } from './en/fleet.ts';
import { journal } from './en/journal.ts';
import { kinds } from './en/kinds.ts';
import { sales } from './en/sales.ts';
import { people } from './en/people.ts';
import { catalogue } from './en/catalogue.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';

export const en = {
  ...shell,
  ...settings,
  ...catalogue,
  ...people,
  ...fleet,
  ...journal,
  ...kinds,
  ...sales,
};
