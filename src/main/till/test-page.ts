/**
 * What a device under trial shows: everything that goes wrong with a printer that is set up wrongly stands on one page.
 */
import type { DisplayContent } from '#devices/display/display.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { TillCore } from './core.ts';

/** The test page of a printer. */
export function testPage(core: TillCore, device: DeviceConfig): ReceiptDocument {
  return {
    language: core.shop.receiptLanguage,
    blocks: [
      { kind: 'text', text: core.shop.name },
      { kind: 'text', text: device.name },
      { kind: 'text', text: device.address },
    ],
  };
}

/** What a customer display shows under trial. */
export function testContent(core: TillCore): DisplayContent {
  return { top: { left: core.shop.name, right: '' }, bottom: { left: 'éèàçù €', right: '1234,56' } };
}
