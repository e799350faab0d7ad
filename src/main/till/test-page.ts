/**
 * What a device under trial shows.
 */
import type { DisplayContent } from '#devices/display/display.ts';
import { printerProfile } from '#devices/printer/escpos/profile.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { atText } from '#domain/journal/journal.ts';
import { formatMinor } from '#domain/money/money.ts';
import { type ReceiptDocument, testPage } from '#domain/receipt/receipt.ts';
import type { TillCore } from './core.ts';
import { utcOffsetMinutes } from './local-time.ts';

const COLUMNS_WHERE_UNKNOWN = 32;

/** The test page of a printer; the printer itself refuses a profile that there is none of. */
export function testPageOf(core: TillCore, device: DeviceConfig): ReceiptDocument {
  const { shop, ports } = core;
  const profile = device.profile ?? 'default';
  const nowMs = ports.clock.wallMs();
  return testPage({
    shopName: shop.name,
    device: { name: device.name, address: device.address, profile },
    columns: printerProfile(profile)?.columns ?? COLUMNS_WHERE_UNKNOWN,
    at: atText(nowMs),
    utcOffsetMinutes: utcOffsetMinutes(nowMs, shop.timeZone),
    language: shop.receiptLanguage,
  });
}

/** What a customer display shows under trial: the shop, letters that go wrong first, and an amount at the edge. */
export function testContent(core: TillCore): DisplayContent {
  const { shop, currency } = core;
  return {
    top: { left: shop.name, right: '' },
    bottom: { left: 'éèàçù', right: formatMinor(123_456, currency, shop.receiptLanguage) },
  };
}
