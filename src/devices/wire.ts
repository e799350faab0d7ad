/**
 * The messages between the till and its devices process, on an inherited pipe. The devices process holds no state
 * that matters: killing it costs a reopen, and jobs in flight become unknown.
 */
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';

/** One configured device. The address chooses the transport: `tcp://host:9100`, later `serial:`, `hid:` and others. */
export interface DeviceConfig {
  readonly id: string;
  readonly kind: 'printer' | 'scanner';
  readonly name: string;
  readonly address: string;
  /** Printer profile of the capability database, e.g. `TM-T88V`, or `default`. */
  readonly profile?: string;
  /** Whether a cash drawer hangs on this printer. */
  readonly drawer?: boolean;
  /** Drawer connector pin: 2 (default) or 5. */
  readonly drawerPin?: 2 | 5;
}

export type TillToDevices =
  | { readonly kind: 'open'; readonly device: DeviceConfig }
  | { readonly kind: 'close'; readonly deviceId: string }
  | { readonly kind: 'print'; readonly deviceId: string; readonly jobId: string; readonly document: ReceiptDocument }
  | { readonly kind: 'pulse'; readonly deviceId: string; readonly jobId: string }
  | { readonly kind: 'stop' };

export type DevicesToTill =
  | { readonly kind: 'ready' }
  /** Said before each native open, so that a crash has an owner. */
  | { readonly kind: 'opening'; readonly deviceId: string; readonly driver: string }
  /** The open ended, well or badly; nothing native is being entered for this device now. */
  | { readonly kind: 'opened'; readonly deviceId: string }
  | {
      readonly kind: 'health';
      readonly deviceId: string;
      readonly state: 'ready' | 'connecting' | 'trouble' | 'absent';
      readonly fault?: string;
    }
  /** `failed` means that not one byte left; `unknown` that some did and nobody knows what became of them. */
  | {
      readonly kind: 'job';
      readonly jobId: string;
      readonly state: 'printed' | 'handed-over' | 'failed' | 'unknown';
      readonly fault?: string;
    }
  | {
      readonly kind: 'read';
      readonly deviceId: string;
      readonly readId: string;
      readonly text: string;
      readonly symbology?: string;
    };
