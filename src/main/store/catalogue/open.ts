/**
 * The catalogue as the till has it open: the version in force, and the next one as soon as the pointer names it.
 */
import type { Catalogue } from '#main/store/catalogue-port.ts';
import { currentVersion, removeVersionsBelow, versionPath } from './pointer.ts';
import type { CatalogueFile } from './reader.ts';
import { openCatalogueFile } from './reader.ts';

const NOTHING: CatalogueFile = {
  byGtin: () => undefined,
  byPlu: () => undefined,
  byId: () => undefined,
  search: () => [],
  importedStockMilli: () => undefined,
  count: () => 0,
  close: () => undefined,
};

/**
 * Opens the catalogue in `folder` (the `catalogue` folder of a shop's data). Empty where nothing was ever imported.
 * Throws catalogue.unreadable when the version in force is missing or damaged.
 */
export function openCatalogue({ folder }: { readonly folder: string }): Catalogue {
  let { version, file } = openCurrent(folder);
  return {
    byGtin: (gtin14) => file.byGtin(gtin14),
    byPlu: (plu) => file.byPlu(plu),
    byId: (id) => file.byId(id),
    search: (text, limit) => file.search(text, limit),
    importedStockMilli: (id) => file.importedStockMilli(id),
    count: () => file.count(),
    refresh() {
      if (currentVersion(folder) === version) return false;
      const previous = file;
      ({ version, file } = openCurrent(folder));
      previous.close();
      removeVersionsBelow(folder, version);
      return true;
    },
    close: () => file.close(),
  };
}

function openCurrent(folder: string): { readonly version: number; readonly file: CatalogueFile } {
  for (;;) {
    const version = currentVersion(folder);
    if (version === 0) return { version, file: NOTHING };
    try {
      return { version, file: openCatalogueFile(versionPath(folder, version)) };
    } catch (error) {
      // Another import may have finished, and its files been tidied, between the pointer and the file.
      if (currentVersion(folder) === version) throw error;
    }
  }
}
