/**
 * Keeps a camera watching for as long as it is wanted: opens it, opens it again when its track ends, when it stands still
 * or when it was not there, and passes on what it reads, each code once while it is in sight. What it is made of comes
 * from outside (`eye.ts` has the real ones), so that a test needs no camera and no clock.
 */
import { countRead, NOTHING_SEEN } from '#base/repeat-window.ts';
import type { CameraRead } from './watching.ts';

/** How long the same code must be out of sight before it counts again, where the set-up does not say. */
export const REPEAT_MS = 1_500;
/** A camera that gave no picture for this long is opened again: drivers stop without ending the track. */
export const STILL_MS_MAX = 5_000;
const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 5_000;

export type CameraState =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'trouble'; readonly fault: 'camera.denied' | 'camera.lost' };

/** An open camera. */
export interface Eye {
  /** Looks until `close`; `onLook` is called for every picture, `onEnd` once when it can see no more. */
  watch(on: { readonly onLook: (reads: readonly CameraRead[]) => void; readonly onEnd: () => void }): void;
  close(): void;
}

export interface CameraParts<Opened extends Eye> {
  /** Rejects with `NotAllowedError` where the camera may not be used, with anything else where it cannot be. */
  readonly open: () => Promise<Opened>;
  /** Calls back after a while; the returned function takes it back. */
  readonly after: (ms: number, call: () => void) => () => void;
  readonly nowMs: () => number;
  readonly onRead: (read: CameraRead) => void;
  readonly onState: (state: CameraState, eye: Opened | null) => void;
}

export interface CameraSession {
  /** Whether anybody wants it to look just now. Wanting it again tries again. */
  want(wanted: boolean): void;
  /** Something about cameras changed (one was plugged in, the permission was given): tries at once what waits. */
  retry(): void;
  /** The window within which the same code is one scan. */
  setRepeatMs(ms: number): void;
}

/** A camera at rest. */
export function cameraSession<Opened extends Eye>(parts: CameraParts<Opened>): CameraSession {
  let wanted = false;
  let state: CameraState = { kind: 'off' };
  let eye: Opened | null = null;
  /** Grows with every attempt: what an earlier one still says is nobody's any more. */
  let attempt = 0;
  let retryMs = RETRY_MS_MIN;
  let repeatMs = REPEAT_MS;
  let seen = NOTHING_SEEN;
  let forget: () => void = () => undefined;

  function become(next: CameraState): void {
    state = next;
    parts.onState(next, eye);
  }

  function shut(): void {
    attempt += 1;
    forget();
    const closing = eye;
    eye = null;
    closing?.close();
  }

  async function open(): Promise<void> {
    shut();
    const mine = attempt;
    if (state.kind !== 'trouble') become({ kind: 'starting' });
    try {
      const opened = await parts.open();
      if (mine !== attempt) return opened.close();
      eye = opened;
      expectPicture(mine);
      opened.watch({
        onLook: (reads) => {
          if (mine === attempt) looked(reads, mine);
        },
        onEnd: () => {
          if (mine === attempt) lose();
        },
      });
    } catch (error) {
      if (mine === attempt) fail(error);
    }
  }

  function looked(reads: readonly CameraRead[], mine: number): void {
    expectPicture(mine);
    retryMs = RETRY_MS_MIN;
    if (state.kind !== 'live') become({ kind: 'live' });
    for (const read of reads) {
      const counted = countRead(seen, { text: read.symbology + read.text, atMs: parts.nowMs(), windowMs: repeatMs });
      seen = counted.state;
      if (counted.counts) parts.onRead(read);
    }
  }

  function expectPicture(mine: number): void {
    forget();
    forget = parts.after(STILL_MS_MAX, () => {
      if (mine === attempt) lose();
    });
  }

  function fail(error: unknown): void {
    const name = error instanceof Error ? error.name : '';
    // Asking again without being asked to would be answered the same, or pester the person.
    if (name === 'NotAllowedError' || name === 'SecurityError') become({ kind: 'trouble', fault: 'camera.denied' });
    else lose();
  }

  function lose(): void {
    shut();
    become({ kind: 'trouble', fault: 'camera.lost' });
    forget = parts.after(retryMs, () => void open());
    retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
  }

  return {
    want(next) {
      if (next === wanted) return;
      wanted = next;
      retryMs = RETRY_MS_MIN;
      if (next) return void open();
      shut();
      become({ kind: 'off' });
    },
    retry() {
      if (!wanted || state.kind !== 'trouble') return;
      retryMs = RETRY_MS_MIN;
      void open();
    },
    setRepeatMs(ms) {
      repeatMs = ms;
    },
  };
}
