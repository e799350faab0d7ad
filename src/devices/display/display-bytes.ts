/** From content to the bytes of one display, by its dialect, columns and code page. Pure. */
import type { DeviceConfig } from '../wire.ts';
import { cd5220Display } from './cd5220/encode.ts';
import type { DisplayDialect } from './dialect.ts';
import type { DisplayContent } from './display.ts';
import { escposDisplay } from './escpos/encode.ts';
import { fitLine } from './fit.ts';
import type { DisplayCodePage } from './letters.ts';

export type DisplayModel = Pick<DeviceConfig, 'dialect' | 'columns' | 'codePage'>;

const COLUMNS = 20;
const DIALECTS: Readonly<
  Record<NonNullable<DeviceConfig['dialect']>, { readonly language: DisplayDialect; readonly page: DisplayCodePage }>
> = {
  escpos: { language: escposDisplay, page: 'CP858' },
  // Its page is chosen by its switches and no command: the one that it has when nobody touched them.
  cd5220: { language: cd5220Display, page: 'CP437' },
};

/** What a display is told once after its line was opened. */
export function beginBytes({ dialect = 'escpos' }: DisplayModel): Uint8Array {
  return DIALECTS[dialect].language.begin();
}

/** What a display is told to show `content`. */
export function contentBytes(content: DisplayContent, model: DisplayModel): Uint8Array {
  const { language, page: usual } = DIALECTS[model.dialect ?? 'escpos'];
  const { codePage: page = usual, columns = COLUMNS } = model;
  return language.show({
    top: fitLine(content.top, page, columns),
    bottom: fitLine(content.bottom, page, columns),
    page,
  });
}
