/**
 * The messages between the till and its devices process, on an inherited pipe. The devices process holds no state
 * that matters: killing it costs a reopen, and jobs in flight become unknown.
 */
import type { Sheet } from '#domain/closing-file/closing-file.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { CardEvent } from './card/card.ts';
import type { DisplayContent } from './display/display.ts';

/** One configured device. The address chooses the transport (transport/address.ts). */
export interface DeviceConfig {
  readonly id: string;
  readonly kind: 'printer' | 'scanner' | 'display' | 'card';
  readonly name: string;
  readonly address: string;
  /** Printer: profile of the capability database, e.g. `TM-T88V`, or `default`. */
  readonly profile?: string;
  /** Printer: whether a cash drawer hangs on it. */
  readonly drawer?: boolean;
  /** Printer: drawer connector pin, 2 (default) or 5. */
  readonly drawerPin?: 2 | 5;
  /** Printer: what the sensor of the drawer says when it is open; absent where there is no sensor. */
  readonly drawerSensor?: 'open-is-high' | 'open-is-low';
  /** Printer: how long the drawer may stay open before the till says so, in seconds. */
  readonly drawerAlarmSeconds?: number;
  /** Printer: the shop's logo, a PNG in base64, printed at the head of receipts. */
  readonly logoPng?: string;
  /** Display: what it understands. */
  readonly dialect?: 'escpos' | 'cd5220';
  /** Display: characters in one of its two lines. */
  readonly columns?: number;
  /** Display: the code page of its letters; that of its dialect where absent. */
  readonly codePage?: 'CP858' | 'CP437' | 'CP850' | 'CP1252' | 'ASCII';
  /** Keyboard scanner: the keyboard layout that the scanner is set to. */
  readonly layout?: 'us' | 'fr';
  /** Scanner: within how many milliseconds the same code again is the same scan; absent or 0 where each one counts. */
  readonly repeatMs?: number;
  /** Card reader that writes text: how it writes a card's number. */
  readonly cardNotation?: CardNotation;
}

/** How readers that write text write the same four to seven bytes of a card (research of the field: one card, many numbers). */
export type CardNotation = 'hex' | 'hex-reversed' | 'decimal-10' | 'decimal-10-reversed' | 'decimal-8' | 'decimal-3-5';

/** What a device said of itself when it was asked; never what the system's name for it suggests. */
export interface DeviceFacts {
  readonly maker?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
}

/** One thing that a search found. */
export interface FoundDevice {
  readonly address: string;
  /** What it answered as; `unknown` where it answered nothing that tells. */
  readonly kind: DeviceConfig['kind'] | 'unknown';
  /** The system's name for it, which proves nothing. */
  readonly systemName: string;
  /** What it answered, in its own words; null where it was asked and said nothing, or cannot be asked. */
  readonly answered: string | null;
  readonly profile?: string;
}

/** A piece of a line's traffic, as the line cut it. */
export interface LineFrame {
  readonly atMs: number;
  readonly direction: 'in' | 'out' | 'opened' | 'closed';
  readonly hex: string;
}

export type DeviceTest = 'page' | 'drawer' | 'display' | 'identify';

export type TillToDevices =
  | { readonly kind: 'open'; readonly device: DeviceConfig }
  | { readonly kind: 'close'; readonly deviceId: string }
  | { readonly kind: 'print'; readonly deviceId: string; readonly jobId: string; readonly document: ReceiptDocument }
  | { readonly kind: 'pulse'; readonly deviceId: string; readonly jobId: string }
  /** The latest content wins: a slow display shows what counts now and nothing older. */
  | { readonly kind: 'show'; readonly deviceId: string; readonly content: DisplayContent }
  /** Looks for what is plugged in, and asks the given hosts on the port of receipt printers. */
  | { readonly kind: 'find'; readonly searchId: string; readonly hosts: readonly string[] }
  /** One test of a device, set up already or not. `document` belongs to `page`, `content` to `display`. */
  | {
      readonly kind: 'try';
      readonly trialId: string;
      readonly device: DeviceConfig;
      readonly test: DeviceTest;
      readonly document?: ReceiptDocument;
      readonly content?: DisplayContent;
    }
  /** Whether the traffic of a line is sent to the till as it happens. */
  | { readonly kind: 'watch'; readonly deviceId: string; readonly on: boolean }
  /** Asks for the recent traffic of a line. */
  | { readonly kind: 'frames'; readonly deviceId: string }
  /** Draws a sheet as a PDF; answered with `drawn`. */
  | { readonly kind: 'draw'; readonly drawingId: string; readonly sheet: Sheet }
  /** Answered at once with `pong`, whatever the devices do: who does not answer hangs. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'stop' };

export type DevicesToTill =
  | { readonly kind: 'ready' }
  | { readonly kind: 'pong' }
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
  | { readonly kind: 'facts'; readonly deviceId: string; readonly facts: DeviceFacts }
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
      /** AIM identifier (`]E0`) where the scanner says one. */
      readonly symbology?: string;
    }
  | { readonly kind: 'card'; readonly deviceId: string; readonly readId: string; readonly event: CardEvent }
  /** What the sensor of a drawer says. */
  | { readonly kind: 'drawer'; readonly deviceId: string; readonly state: 'open' | 'closed' }
  | {
      readonly kind: 'found';
      readonly searchId: string;
      readonly found: readonly FoundDevice[];
      /** False while the search goes on: `found` is what there is so far. */
      readonly done: boolean;
    }
  | {
      readonly kind: 'tried';
      readonly trialId: string;
      readonly state: 'passed' | 'failed' | 'unknown';
      readonly fault?: string;
      readonly answered?: string;
    }
  /** The file in base64, or why there is none. */
  | {
      readonly kind: 'drawn';
      readonly drawingId: string;
      readonly base64: string | null;
      readonly fault?: string;
    }
  | { readonly kind: 'watched'; readonly deviceId: string; readonly frames: readonly LineFrame[] }
  | { readonly kind: 'frames'; readonly deviceId: string; readonly frames: readonly LineFrame[] };
