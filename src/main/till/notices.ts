/**
 * What happened, in words on the status strip until somebody has seen it. One notice a code and subject: the same
 * trouble again moves its notice up instead of adding a line.
 */
import type { Clock } from '#base/clock.ts';
import type { NoticeView } from '#contract/screen/views.ts';

const NOTICES_MAX = 20;

export interface NewNotice {
  readonly level: NoticeView['level'];
  /** A fault code, or the name of what happened. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** What it is about, where the same code may be about several things. */
  readonly subject?: string;
}

export interface Notices {
  raise(notice: NewNotice): void;
  /** Takes a notice back when its cause is gone. */
  clear(code: string, subject?: string): void;
  /** False where there is no such notice. */
  dismiss(noticeId: string): boolean;
  list(): readonly NoticeView[];
}

/** An empty list of notices; `changed` is called after each change. */
export function createNotices(options: { readonly clock: Clock; readonly changed: () => void }): Notices {
  let notices: readonly NoticeView[] = [];
  const without = (id: string): readonly NoticeView[] => notices.filter((notice) => notice.id !== id);
  function dismiss(noticeId: string): boolean {
    const left = without(noticeId);
    if (left.length === notices.length) return false;
    notices = left;
    options.changed();
    return true;
  }
  return {
    raise({ level, code, params, subject }) {
      const id = idOf(code, subject);
      const notice = {
        id,
        level,
        code,
        atMs: options.clock.wallMs(),
        ...(params === undefined ? {} : { params: { ...params } }),
      };
      notices = [notice, ...without(id)].slice(0, NOTICES_MAX);
      options.changed();
    },
    clear(code, subject) {
      dismiss(idOf(code, subject));
    },
    dismiss,
    list: () => notices,
  };
}

function idOf(code: string, subject: string | undefined): string {
  return (subject === undefined ? code : `${code}:${subject}`).slice(0, 64);
}
