/**
 * The few things of the `smartcard` package (3.7) that are used, typed. It is asked for when the first reader is, since its
 * compiled half may be missing on a machine; that is a state of the reader (`device.no-binding`) and ends nothing.
 */

export interface HeldNative {
  readonly atr: Uint8Array | null;
  transmit(command: Uint8Array): Promise<Uint8Array>;
  disconnect(disposition: number): void;
}

export interface NativeContext {
  listReaders(): readonly {
    readonly name: string;
    readonly state: number;
    connect(shareMode: number, protocols: number): Promise<HeldNative>;
  }[];
  close(): void;
}

export interface Binding {
  readonly Context: new () => NativeContext;
  readonly flags: {
    readonly present: number;
    readonly empty: number;
    readonly exclusive: number;
    readonly anyProtocol: number;
    readonly leaveCard: number;
    readonly resetCard: number;
  };
}

/** Throws what the loader throws. */
export function loadBinding(require: (name: string) => unknown): Binding {
  const loaded = require('smartcard') as { readonly Context: Binding['Context'] } & Readonly<Record<string, number>>;
  const flag = (name: string): number => {
    const value = loaded[name];
    if (typeof value !== 'number') throw new Error(`smartcard has no ${name}`);
    return value;
  };
  return {
    Context: loaded.Context,
    flags: {
      present: flag('SCARD_STATE_PRESENT'),
      empty: flag('SCARD_STATE_EMPTY'),
      exclusive: flag('SCARD_SHARE_EXCLUSIVE'),
      anyProtocol: flag('SCARD_PROTOCOL_T0') | flag('SCARD_PROTOCOL_T1'),
      leaveCard: flag('SCARD_LEAVE_CARD'),
      resetCard: flag('SCARD_RESET_CARD'),
    },
  };
}
