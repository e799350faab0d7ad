import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallAnswer, CallInput, CallName } from '#contract/pages/pages.ts';
import { ask, isFailed } from './ask.ts';

/** An answer of the server, or the code of what kept it from answering. The last answer stays in sight until the next is there. */
export interface Asked<Name extends CallName> {
  readonly answer: CallAnswer<Name> | null;
  readonly code: string | null;
  /** Asks again now. */
  readonly again: () => void;
}

/** Asks when a page opens and when what it asks changes; with `everyMs`, again that long after each answer while it is looked at. */
export function useAsked<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: { readonly everyMs?: number } = {},
): Asked<Name> {
  const [asked, setAsked] = useState<Omit<Asked<Name>, 'again'> & { readonly of: string }>({
    answer: null,
    code: null,
    of: '',
  });
  const [round, setRound] = useState(0);
  const text = JSON.stringify(input);
  const { everyMs } = options;
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const once = async (): Promise<void> => {
      if (everyMs === undefined || document.visibilityState === 'visible') {
        const answer = await ask(name, JSON.parse(text) as CallInput<Name>);
        if (over) return;
        const failed = isFailed(answer);
        setAsked((before) => ({
          answer: failed ? (before.of === text ? before.answer : null) : answer,
          code: failed ? answer.code : null,
          of: text,
        }));
      }
      if (everyMs !== undefined) timer = setTimeout(() => void once(), everyMs);
    };
    void once();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [name, text, everyMs, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { answer: asked.answer, code: asked.code, again };
}

/** A list that comes page by page: rows so far, and more on demand. */
export interface Listed<Row> {
  readonly rows: readonly Row[] | null;
  readonly code: string | null;
  /** When the server last said that these are the rows; 0 before it did. */
  readonly asOfMs: number;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

type PagedName = {
  [Name in CallName]: CallAnswer<Name> extends { readonly rows: readonly unknown[]; readonly next: string | null }
    ? Name
    : never;
}[CallName];
type RowOf<Name extends PagedName> = CallAnswer<Name> extends { readonly rows: readonly (infer Row)[] } ? Row : never;

const PAGE_ROWS = 50;

interface ListState<Row> {
  readonly rows: readonly Row[] | null;
  readonly next: string | null;
  readonly code: string | null;
  readonly asOfMs: number;
}

/**
 * Asks for the first page, and for the next ones when somebody wants them; with `everyMs`, for all that are shown again that long
 * after each answer while they are looked at.
 */
export function useListed<Name extends PagedName>(
  name: Name,
  input: Omit<CallInput<Name>, 'after' | 'limit'>,
  options: { readonly everyMs?: number } = {},
): Listed<RowOf<Name>> {
  const [state, setState] = useState<ListState<RowOf<Name>>>({ rows: null, next: null, code: null, asOfMs: 0 });
  const [round, setRound] = useState(0);
  const text = JSON.stringify(input);
  const { everyMs } = options;
  /** Which of the calls that are under way is the one whose answer counts. */
  const current = useRef(0);
  const pageCount = useRef(1);
  const fetchPages = useCallback(
    async (start: Pick<ListState<RowOf<Name>>, 'rows' | 'next'>, count: number): Promise<void> => {
      current.current += 1;
      const mine = current.current;
      let { rows, next } = start;
      for (let page = 0; page < count && (page === 0 || next !== null); page += 1) {
        const whole = { ...(JSON.parse(text) as object), after: next, limit: PAGE_ROWS } as unknown as CallInput<Name>;
        const answer = await ask(name, whole);
        if (mine !== current.current) return;
        if (isFailed(answer)) return setState((last) => ({ ...last, code: answer.code }));
        const got = answer as unknown as { rows: readonly RowOf<Name>[]; next: string | null };
        rows = [...(rows ?? []), ...got.rows];
        next = got.next;
      }
      setState({ rows, next, code: null, asOfMs: Date.now() });
    },
    [name, text],
  );
  useEffect(() => {
    pageCount.current = 1;
    void fetchPages({ rows: null, next: null }, 1);
  }, [fetchPages, round]);
  useEffect(() => {
    if (everyMs === undefined) return;
    let over = false;
    let timer = setTimeout(() => void once(), everyMs);
    const once = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await fetchPages({ rows: null, next: null }, pageCount.current);
      if (!over) timer = setTimeout(() => void once(), everyMs);
    };
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [everyMs, fetchPages]);
  const { rows, next, code, asOfMs } = state;
  return {
    rows,
    code,
    asOfMs,
    hasMore: next !== null,
    more: () => {
      pageCount.current += 1;
      void fetchPages({ rows, next }, 1);
    },
    again: () => setRound(round + 1),
  };
}
