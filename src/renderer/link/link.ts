/**
 * The page's side of the screen contract, the same over every carrier.
 *
 * A command gets its id here, before it is sent, and keeps it: when the till goes away, everything that has no
 * outcome yet waits in the order it was asked and is sent again with the same ids when the till is back, so nothing
 * typed or scanned meanwhile is lost and nothing happens twice. Topics are asked for again, and their last view
 * stays on the screen until then.
 */
import type {
  CommandInput,
  CommandName,
  Outcome,
  QueryAnswer,
  QueryInput,
  QueryName,
  TopicName,
  TopicView,
} from '#contract/screen/screen.ts';
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';
import type { Carrier } from './carrier.ts';

/** Where the till is, seen from this page. */
export interface Connection {
  readonly state: 'connecting' | 'up' | 'down' | 'refused';
  /** Why it is down or refused, a fault code, where the shell said so. */
  readonly code?: string;
  readonly detail?: string;
  /** Commands that wait for the till to come back, scans among them. */
  readonly waitingCount: number;
}

/** The till could not make sense of a message or met a bug: nothing was changed. */
export interface Failed {
  readonly kind: 'failed';
  readonly code: string;
  readonly detail: string;
}

/** What screens see of the till. */
export interface ScreenPort {
  /** Sends one command, once, however often the till goes away meanwhile. */
  request<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Outcome<Name> | Failed>;
  query<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<QueryAnswer<Name> | Failed>;
  /** The present view of a topic, null before the first. The same object until the next one comes. */
  view<Name extends TopicName>(topic: Name): TopicView<Name> | null;
  connection(): Connection;
  /** Asks for a topic that not every screen needs; from then on it comes as the others do. */
  follow(topic: TopicName): void;
  /** Calls `listener` after a view or the connection changed; the returned function ends it. */
  onChange(listener: () => void): () => void;
}

interface Pending {
  readonly message: UpMessage;
  /** Whether it went out since the till was last up. */
  sent: boolean;
  readonly settle: (result: unknown) => void;
}

/** Messages that may be out without an answer; the shell refuses more than a few hundred, the rest wait their turn. */
const UNANSWERED_MAX = 64;

/** What every screen needs. */
const TOPICS: readonly TopicName[] = ['station', 'basket', 'status'];

/** Opens `carrier` and keeps the page in step with the till. `newId` makes unpredictable ids. */
export function openLink(options: {
  readonly carrier: Carrier;
  readonly newId: () => string;
  /** The topics to follow from the start; those of a screen that sells where absent. */
  readonly topics?: readonly TopicName[];
}): ScreenPort {
  const { carrier, newId } = options;
  const pending = new Map<string, Pending>();
  const views = new Map<TopicName, unknown>();
  const listeners = new Set<() => void>();
  const followed = new Set(options.topics ?? TOPICS);
  let open = false;
  let connection: Connection = { state: 'connecting', waitingCount: 0 };

  function changed(): void {
    for (const listener of listeners) listener();
  }

  function moveTo(next: Omit<Connection, 'waitingCount'>): void {
    connection = { ...next, waitingCount: next.state === 'up' ? 0 : waitingCommands() };
    changed();
  }

  function waitingCommands(): number {
    return [...pending.values()].filter(({ message }) => message.kind === 'command').length;
  }

  /** Asks for everything anew: topics first, so that the screen is right before the first outcome comes. */
  function catchUp(): void {
    for (const topic of followed) carrier.send({ kind: 'subscribe', topic });
    for (const entry of pending.values()) entry.sent = false;
    sendMore();
  }

  /** Sends what waits, oldest first, as far as the till has room for it. */
  function sendMore(): void {
    if (!open || connection.state !== 'up') return;
    let unanswered = 0;
    for (const entry of pending.values()) {
      unanswered += 1;
      if (unanswered > UNANSWERED_MAX) return;
      if (entry.sent) continue;
      entry.sent = true;
      carrier.send(entry.message);
    }
  }

  function ask(message: UpMessage & { readonly id: string }): Promise<unknown> {
    return new Promise((settle) => {
      pending.set(message.id, { message, settle, sent: false });
      if (open && connection.state === 'up') sendMore();
      else moveTo(connection);
    });
  }

  function settle(id: string, result: unknown): void {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.settle(result);
    sendMore();
  }

  function receive(message: DownMessage): void {
    switch (message.kind) {
      case 'outcome':
        return settle(message.id, message.outcome);
      case 'answer':
        return settle(message.id, message.answer);
      case 'failed':
        if (message.id !== null)
          settle(message.id, { kind: 'failed', code: message.code, detail: message.detail } satisfies Failed);
        return;
      case 'view':
        views.set(message.topic as TopicName, message.view);
        return changed();
      case 'till':
        if (message.state === 'up') {
          moveTo({ state: 'up' });
          return catchUp();
        }
        return moveTo({
          state: message.state,
          ...(message.code !== undefined && { code: message.code }),
          ...(message.detail !== undefined && { detail: message.detail }),
        });
    }
  }

  carrier.open({
    opened: () => {
      open = true;
    },
    closed: () => {
      open = false;
      moveTo({ state: 'down' });
    },
    message: receive,
  });

  return {
    request: <Name extends CommandName>(name: Name, input: CommandInput<Name>) =>
      ask({ kind: 'command', id: newId(), name, input }) as Promise<Outcome<Name> | Failed>,
    query: <Name extends QueryName>(name: Name, input: QueryInput<Name>) =>
      ask({ kind: 'query', id: newId(), name, input }) as Promise<QueryAnswer<Name> | Failed>,
    view: <Name extends TopicName>(topic: Name) => (views.get(topic) ?? null) as TopicView<Name> | null,
    connection: () => connection,
    follow(topic) {
      if (followed.has(topic)) return;
      followed.add(topic);
      if (connection.state === 'up') carrier.send({ kind: 'subscribe', topic });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
