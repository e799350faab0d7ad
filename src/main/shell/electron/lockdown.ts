/**
 * What a page may not do, whatever gets into it: leave, open windows, ask for permissions (but for the camera that is set
 * up), embed, or load anything from elsewhere.
 */
import { type Session, app } from 'electron';
import { isOurPage } from './page-scheme.ts';

/** Denies all of it for every page of this process. */
export function lockDownPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    for (const leaving of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
      contents.on(leaving as 'will-navigate', (event) => {
        if (!isOurPage(event.url)) event.preventDefault();
      });
    }
  });
}

/**
 * Denies every request that is not for our page, and every permission but one: our page may have the picture of a camera,
 * never the sound of a microphone, while `mayHaveCamera` says so of its web contents.
 */
export function lockDownSession(session: Session, mayHaveCamera: (webContentsId: number) => boolean): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const onlyPicture = kinds.length > 0 && kinds.every((kind) => kind === 'video');
    answer(
      permission === 'media' &&
        onlyPicture &&
        details.isMainFrame &&
        isOurPage(details.requestingUrl) &&
        mayHaveCamera(contents.id),
    );
  });
  session.setPermissionCheckHandler(
    (contents, permission, origin, details) =>
      permission === 'media' &&
      details.mediaType === 'video' &&
      details.isMainFrame &&
      isOurPage(origin) &&
      contents !== null &&
      mayHaveCamera(contents.id),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, answer) =>
    answer({ cancel: !isOurPage(request.url) && !/^(devtools|data):/.test(request.url) }),
  );
}
