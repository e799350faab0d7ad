/**
 * A Z as files. The table is made here; the PDF is drawn in the devices process, which may take its time or be away: the
 * command answers at once, and the file, or why there is none, comes on the topic `file` of the station that asked.
 */
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type ClosingFileSource, closingSheet } from '#domain/closing-file/closing-file.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { HardwareEvents } from '#main/hardware/port.ts';
import type { Command, Handled, TillCore } from './core.ts';
import { operatorName } from './receipt.ts';
import { tillName } from './till-name.ts';

/** What the files of a day's Z are made from; null where the day has none. */
export function closingFile(core: TillCore, businessDay: string): ClosingFileSource | null {
  const { store } = core.ports;
  const closing = store.closing(businessDay);
  if (closing === undefined) return null;
  return {
    shopName: core.shop.name,
    tillNumber: tillName(core),
    closing,
    operatorLabel: operatorName(store, closing.operator),
    nameOf: (operatorId) => operatorName(store, operatorId),
    language: core.shop.receiptLanguage,
  };
}

/** Asks for the PDF of a Z. */
export function exportClosing(
  core: TillCore,
  command: Command,
  { businessDay }: CommandInput<'exportClosing'>,
): Handled<Outcome<'exportClosing'>> {
  const source = closingFile(core, businessDay);
  if (source === null) return { outcome: refuse('day_not_ready', { businessDay }), kept: false };
  const { station } = command;
  const fileId = core.ports.random.uuid();
  const { z_number: zNumber } = payloadOf(source.closing, 'day-closed');
  const name = `Z${String(zNumber).padStart(4, '0')}-${businessDay}.pdf`;
  station.file = { fileId, name, mime: 'application/pdf', base64: null, fault: null };
  core.changed('file', station.id);
  core.hardware.draw({ drawingId: fileId, sheet: closingSheet(source) });
  return { outcome: { kind: 'done', fileId }, kept: false };
}

/** Gives the station that asked its file; a file that nobody waits for any more is dropped. */
export function takeFile(core: TillCore, drawn: Parameters<HardwareEvents['onDrawn']>[0]): void {
  for (const station of core.stations.values()) {
    if (station.file?.fileId !== drawn.drawingId) continue;
    station.file = { ...station.file, base64: drawn.base64, fault: drawn.fault ?? null };
    core.changed('file', station.id);
  }
}
