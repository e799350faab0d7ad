/**
 * What a byte above 7Fh means on a printer model. The tables come from another source than the encoder's, so that the two
 * cannot agree on a mistake.
 */
import tables from './code-pages.json' with { type: 'json' };

const characters: Readonly<Record<string, readonly string[]>> = tables.characters;
const models: Readonly<Record<string, Readonly<Record<string, string>>>> = tables.models;

export interface ModelCodePages {
  /** The character of a byte from 80h on, U+FFFD where the page has none or the printer has no such page. */
  character(pageNumber: number, byte: number): string;
  /** Whether the model keeps its pages under `ESC GS t`. */
  readonly underEscGs: boolean;
}

export const MODEL_NAMES: readonly string[] = Object.keys(models);

/** Throws for a model that the tables do not know. */
export function codePagesOf(model: string): ModelCodePages {
  const pages = models[model];
  if (pages === undefined) throw new Error(`no printer model ${model}; there are ${MODEL_NAMES.join(', ')}`);
  return {
    underEscGs: tables.pagesUnderEscGs.includes(model),
    character(pageNumber, byte) {
      const row = characters[pages[pageNumber] ?? '']?.[(byte - 0x80) >> 4];
      const codePoint = Number.parseInt(row?.split(' ')[byte & 0x0f] ?? '', 16);
      return Number.isNaN(codePoint) ? '\ufffd' : String.fromCodePoint(codePoint);
    },
  };
}
