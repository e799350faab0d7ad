/**
 * What a page may not do, whatever gets into it: leave, open windows, ask for permissions, embed, or load anything from
 * elsewhere.
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

/** Denies every permission and every request that is not for our page. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, answer) =>
    answer({ cancel: !isOurPage(request.url) && !/^(devtools|data):/.test(request.url) }),
  );
}
