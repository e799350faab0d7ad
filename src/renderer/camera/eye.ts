/**
 * The browser's own camera and the worker that looks at its pictures. The pictures flow from the camera's track to the
 * worker by themselves (MediaStreamTrackProcessor, https://w3c.github.io/mediacapture-transform/); what comes here are
 * codes.
 */
import type { Eye } from './session.ts';
import type { FromWatcher, ToWatcher } from './watching.ts';

/** Not in the compiler's library yet; in Chromium since 94. */
declare class MediaStreamTrackProcessor {
  constructor(init: { readonly track: MediaStreamTrack; readonly maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: {
    facingMode: { ideal: 'environment' },
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 15, max: 30 },
  },
};

/** An open camera of this machine. `stream` is for the preview. */
export interface BrowserEye extends Eye {
  readonly stream: MediaStream;
}

/** Opens the camera. Rejects as `getUserMedia` does, also where the page is not allowed to have cameras at all. */
export async function openBrowserEye(): Promise<BrowserEye> {
  // Absent outside of a secure context.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new DOMException('there are no cameras for this page', 'NotAllowedError');
  const stream = await devices.getUserMedia(WANTED);
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new DOMException('the camera has no picture', 'NotFoundError');
  let leave: () => void = () => undefined;
  return {
    stream,
    watch({ onLook, onEnd }) {
      track.addEventListener('ended', onEnd);
      leave = look({ track, onLook, onEnd });
    },
    close() {
      leave();
      for (const each of stream.getTracks()) each.stop();
    },
  };
}

function look({
  track,
  onLook,
  onEnd,
}: { readonly track: MediaStreamTrack } & Parameters<Eye['watch']>[0]): () => void {
  const worker = new Worker(new URL('./watch-worker.ts', import.meta.url), { type: 'module', name: 'camera' });
  const { readable: pictures } = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 });
  worker.onmessage = ({ data }: MessageEvent<FromWatcher>) => {
    if (data.kind === 'looked') onLook(data.reads);
    else onEnd();
  };
  // Its code or its WebAssembly did not come, or it broke: another attempt makes another worker.
  worker.onerror = onEnd;
  const begin: ToWatcher = { pictures };
  worker.postMessage(begin, [pictures]);
  return () => worker.terminate();
}
