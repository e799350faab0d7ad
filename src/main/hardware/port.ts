/**
 * What the till asks of its devices. Nothing here is awaited by a command: jobs are given away after their commit and
 * come back as calls.
 */
import type { Sheet } from '#domain/closing-file/closing-file.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { CardEvent } from '#devices/card/card.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import type { DeviceConfig, DeviceFacts, DeviceTest, FoundDevice, LineFrame } from '#devices/wire.ts';
import type { Job, JobState } from '#main/store/port.ts';

export interface DeviceHealth {
  readonly deviceId: string;
  readonly kind: 'printer' | 'scanner' | 'drawer' | 'display' | 'card';
  readonly name: string;
  readonly state: 'ready' | 'connecting' | 'trouble' | 'absent' | 'disabled';
  readonly fault?: string;
}

export interface HardwareEvents {
  onRead(read: {
    readonly deviceId: string;
    readonly readId: string;
    readonly text: string;
    readonly symbology?: string;
  }): void;
  onCard(card: { readonly deviceId: string; readonly readId: string; readonly event: CardEvent }): void;
  onDrawer(drawer: { readonly deviceId: string; readonly state: 'open' | 'closed' }): void;
  onHealth(health: DeviceHealth): void;
  onFacts(facts: { readonly deviceId: string; readonly facts: DeviceFacts }): void;
  onJob(job: {
    readonly jobId: string;
    readonly state: Extract<JobState, 'printed' | 'handed-over' | 'failed' | 'unknown'>;
    readonly fault?: string;
  }): void;
  onFound(search: { readonly searchId: string; readonly found: readonly FoundDevice[]; readonly done: boolean }): void;
  onTried(trial: {
    readonly trialId: string;
    readonly state: 'passed' | 'failed' | 'unknown';
    readonly fault?: string;
    readonly answered?: string;
  }): void;
  /** Traffic of a line that is watched (`live`), or the recent traffic that was asked for. */
  onFrames(line: { readonly deviceId: string; readonly frames: readonly LineFrame[]; readonly live: boolean }): void;
  /** A sheet was drawn, or was not; once for each. */
  onDrawn(drawn: { readonly drawingId: string; readonly base64: string | null; readonly fault?: string }): void;
  /** The devices process went away; jobs in flight were reported through onJob as unknown. */
  onRestart(restart: { readonly count: number; readonly driver?: string }): void;
}

export interface Hardware {
  /** The printer that receipts go to, and whether a drawer hangs on it. */
  receiptPrinter(): { readonly deviceId: string; readonly drawer: boolean } | null;
  health(): readonly DeviceHealth[];
  /** The set-up as it stands. */
  devices(): readonly DeviceConfig[];
  /**
   * Takes a new set-up over: what is unchanged stays open, the rest is closed and opened. A job on its way to a device
   * that is closed by it becomes unknown. `enable` names a device that is tried again where its driver was left out.
   */
  configure(devices: readonly DeviceConfig[], options?: { readonly enable?: string }): void;
  /** True when the device can take a job now; a job is made `sending` durably between this and `send`. */
  readyFor(job: Job): boolean;
  /** Sends a job whose state is durably `sending`. Exactly one onJob follows. */
  send(job: Job): void;
  /** Shows this on every customer display. */
  show(content: DisplayContent): void;
  /** Starts a search; onFound follows, the last with `done`. */
  find(search: { readonly searchId: string; readonly hosts: readonly string[] }): void;
  /** Tries a device; exactly one onTried follows. */
  try(trial: {
    readonly trialId: string;
    readonly device: DeviceConfig;
    readonly test: DeviceTest;
    readonly document?: ReceiptDocument;
    readonly content?: DisplayContent;
  }): void;
  watch(deviceId: string, on: boolean): void;
  /** Asks for the recent traffic of a line; onFrames follows where the device is known. */
  askFrames(deviceId: string): void;
  /** Has a sheet drawn as a PDF; exactly one onDrawn follows. */
  draw(drawing: { readonly drawingId: string; readonly sheet: Sheet }): void;
  /** The page says how a device stands that it hears itself. */
  noteHealth(health: {
    readonly deviceId: string;
    readonly state: 'ready' | 'connecting' | 'trouble' | 'absent';
    readonly fault?: string;
  }): void;
  close(): Promise<void>;
}
