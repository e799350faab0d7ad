/**
 * What the camera sees, as a small live picture that is also its switch. It says in words what is wrong.
 */
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useDesk } from '../parts/desk.tsx';
import type { TextKey } from '../text/text.ts';
import type { CameraState } from './session.ts';
import type { Camera } from './use-camera.ts';
import styles from './camera-tile.module.css';

export function CameraTile({ camera }: { readonly camera: Camera }) {
  const { words } = useDesk();
  const { state, stream } = camera;
  const said = words.t(wordsFor(state));
  return (
    <UnstyledButton
      className={styles['tile']}
      data-action="camera"
      data-camera={state.kind}
      role="switch"
      aria-checked={state.kind !== 'off'}
      aria-label={`${words.t('camera.label')} · ${said}`}
      title={said}
      onMouseDown={(event) => event.preventDefault()}
      onClick={camera.toggle}
    >
      {state.kind === 'live' && stream !== null && <Preview stream={stream} />}
      <span className={styles['caption']}>
        <i className={styles['dot']} aria-hidden />
        {state.kind !== 'live' && <span>{said}</span>}
      </span>
    </UnstyledButton>
  );
}

function wordsFor(state: CameraState): TextKey {
  if (state.kind !== 'trouble') return `camera.${state.kind}`;
  return state.fault === 'camera.denied' ? 'camera.denied' : 'camera.lost';
}

function Preview({ stream }: { readonly stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { current } = video;
    if (current === null) return undefined;
    current.srcObject = stream;
    return () => {
      current.srcObject = null;
    };
  }, [stream]);
  return (
    <video ref={video} className={styles['picture']} aria-hidden autoPlay muted playsInline disablePictureInPicture />
  );
}
