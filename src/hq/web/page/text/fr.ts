/** The words of the pages in French, the first language: its keys are the keys of every language. */
import { fleet } from './fr/fleet.ts';
import { journal } from './fr/journal.ts';
import { kinds } from './fr/kinds.ts';
import { sales } from './fr/sales.ts';
import { people } from './fr/people.ts';
import { catalogue } from './fr/catalogue.ts';
import { settings } from './fr/settings.ts';
import { shell } from './fr/shell.ts';

export const fr = {
  ...shell,
  ...settings,
  ...catalogue,
  ...people,
  ...fleet,
  ...journal,
  ...kinds,
  ...sales,
};
