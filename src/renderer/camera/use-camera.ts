/**
 * The camera of the selling screen: it watches while the screen is there, in sight and wanted, and the till hears how it
 * stands.
 */
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { PageDevice } from '#contract/screen/views.ts';
import { useConnection, useDesk } from '../parts/desk.tsx';
import { openBrowserEye, type BrowserEye } from './eye.ts';
import { cameraSession, REPEAT_MS, type CameraSession, type CameraState } from './session.ts';
import type { CameraRead } from './watching.ts';

export interface Camera {
  readonly state: CameraState;
  /** For the preview; null while there is no picture. */
  readonly stream: MediaStream | null;
  readonly toggle: () => void;
}

/** Null where no camera is set up. */
export function useCamera(device: PageDevice | undefined, onRead: (read: CameraRead) => void): Camera | null {
  const { preferences, prefer } = useDesk();
  const [{ state, stream }, setShown] = useState<Pick<Camera, 'state' | 'stream'>>({
    state: { kind: 'off' },
    stream: null,
  });
  const visible = useVisible();
  const hear = useEffectEvent(onRead);
  const session = useRef<CameraSession | null>(null);

  const isSetUp = device !== undefined;
  useEffect(() => {
    if (!isSetUp) return undefined;
    const opened = cameraSession<BrowserEye>({
      open: openBrowserEye,
      after: (ms, call) => {
        const timer = window.setTimeout(call, ms);
        return () => window.clearTimeout(timer);
      },
      nowMs: () => performance.now(),
      onRead: (read) => hear(read),
      onState: (next, eye) => setShown({ state: next, stream: eye?.stream ?? null }),
    });
    session.current = opened;
    const stopListening = onCamerasChange(() => opened.retry());
    return () => {
      stopListening();
      opened.want(false);
      session.current = null;
    };
  }, [isSetUp]);
  useEffect(() => session.current?.setRepeatMs(device?.repeatMs ?? REPEAT_MS), [isSetUp, device?.repeatMs]);
  useEffect(() => session.current?.want(preferences.camera && visible), [isSetUp, preferences.camera, visible]);

  useReport(device?.id, state);
  return useMemo(
    () => (isSetUp ? { state, stream, toggle: () => prefer({ camera: !preferences.camera }) } : null),
    [isSetUp, state, stream, preferences.camera, prefer],
  );
}

/** Tells the till; again when it comes back, for it may have been started anew. */
function useReport(deviceId: string | undefined, state: CameraState): void {
  const { port } = useDesk();
  const isUp = useConnection(port).state === 'up';
  const { kind } = state;
  const fault = state.kind === 'trouble' ? state.fault : undefined;
  useEffect(() => {
    if (deviceId === undefined || !isUp) return;
    void port.request('reportPageDevice', { deviceId, ...reported(kind, fault) });
  }, [port, deviceId, isUp, kind, fault]);
}

/** A camera that somebody switched off, or whose page is out of sight, has no trouble. */
function reported(kind: CameraState['kind'], fault: string | undefined) {
  if (kind === 'off' || kind === 'live') return { state: 'ready' as const };
  if (kind === 'starting' || fault === undefined) return { state: 'connecting' as const };
  return { state: fault === 'camera.lost' ? ('absent' as const) : ('trouble' as const), fault };
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return visible;
}

/** A camera was plugged in or out, or the person changed their mind about the permission. */
function onCamerasChange(changed: () => void): () => void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  devices?.addEventListener('devicechange', changed);
  let permission: PermissionStatus | null = null;
  let ended = false;
  navigator.permissions
    .query({ name: 'camera' })
    .then((status) => {
      if (ended) return;
      permission = status;
      status.addEventListener('change', changed);
    })
    .catch(() => undefined);
  return () => {
    ended = true;
    devices?.removeEventListener('devicechange', changed);
    permission?.removeEventListener('change', changed);
  };
}
