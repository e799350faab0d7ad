/**
 * Which pages may have the camera: those whose till says that one is set up for them. The shell looks for that single word
 * in the station's view as it passes by, and knows nothing else of it.
 */
import { z } from 'zod';
import type { DownMessage } from '#contract/screen/wire.ts';

/** The page looks at the set-up itself; here it only matters that there is a camera in it. */
const withCameraSchema = z.object({
  pageDevices: z.array(z.object({ via: z.string() })).refine((devices) => devices.some(({ via }) => via === 'camera')),
});

export interface CameraLeave {
  /** Looks at a message on its way to the page of these web contents. */
  note(webContentsId: number, message: DownMessage): void;
  /** Whether that page has a camera in its set-up. */
  has(webContentsId: number): boolean;
  forget(webContentsId: number): void;
}

/** Nobody has leave at first. */
export function cameraLeave(): CameraLeave {
  const pages = new Set<number>();
  return {
    note(webContentsId, message) {
      if (message.kind !== 'view' || message.topic !== 'station') return;
      if (withCameraSchema.safeParse(message.view).success) pages.add(webContentsId);
      else pages.delete(webContentsId);
    },
    has: (webContentsId) => pages.has(webContentsId),
    forget: (webContentsId) => void pages.delete(webContentsId),
  };
}
