/** Which codes the camera looks for, and how the decoder is to write them. */
import type { ReaderOptions } from 'zxing-wasm/reader';

export const READER_OPTIONS: ReaderOptions = {
  formats: ['EANUPC', 'Code128', 'QRCode', 'DataMatrix', 'DataBar', 'DataBarLtd', 'DataBarExp', 'DataBarExpStk'],
  // The plain content with its separators; the default writes brackets around application identifiers.
  textMode: 'Plain',
  eanAddOnSymbol: 'Ignore',
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  maxNumberOfSymbols: 4,
};
