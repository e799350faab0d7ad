/**
 * What a page does, without painting: sends commands, keeps them until they are answered, sends them again when the till
 * is back, and holds the last view of each topic.
 */
import { randomUUID } from 'node:crypto';
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

export type Failed = Extract<DownMessage, { readonly kind: 'failed' }>;

export interface ScreenClient {
  /** The shell's side: a message for this page. */
  receive(message: DownMessage): void;
  /** Resolves when the till is up and every topic has its view. */
  ready(): Promise<void>;
  /** Sends a command under a fresh id, or a given one, and waits for what becomes of it. */
  command<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    id?: string,
  ): Promise<Outcome<Name> | Failed>;
  query<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<QueryAnswer<Name> | Failed>;
  /** Sends anything at all, and resolves with the next answer that carries its id or none. */
  raw(message: unknown): Promise<DownMessage>;
  view<Name extends TopicName>(topic: Name): TopicView<Name>;
  /** Resolves when the view satisfies `holds`. */
  until<Name extends TopicName>(topic: Name, holds: (view: TopicView<Name>) => boolean): Promise<TopicView<Name>>;
  /** What the shell said of the till, in order. */
  readonly tillStates: readonly Extract<DownMessage, { readonly kind: 'till' }>[];
  close(): void;
}

const TOPICS: readonly TopicName[] = ['station', 'basket', 'status', 'devices', 'cash', 'file', 'headquarters'];
const PATIENCE_MS = 20_000;

/** A client over any wire. */
export function screenClient(wire: {
  readonly send: (message: UpMessage) => void;
  readonly close: () => void;
}): ScreenClient {
  const views = new Map<string, unknown>();
  const pending = new Map<string, { readonly message: UpMessage; readonly settle: (result: DownMessage) => void }>();
  const watchers = new Set<() => void>();
  const strays: ((message: DownMessage) => void)[] = [];
  const tillStates: Extract<DownMessage, { readonly kind: 'till' }>[] = [];

  function receive(message: DownMessage): void {
    if (message.kind === 'view') views.set(message.topic, message.view);
    else if (message.kind === 'till') {
      tillStates.push(message);
      if (message.state === 'up') {
        for (const topic of TOPICS) wire.send({ kind: 'subscribe', topic });
        for (const { message: unanswered } of pending.values()) wire.send(unanswered);
      }
    } else if (message.id === null) strays.shift()?.(message);
    else {
      pending.get(message.id)?.settle(message);
      pending.delete(message.id);
    }
    for (const look of [...watchers]) look();
  }

  function ask(message: Exclude<UpMessage, { readonly kind: 'subscribe' }>): Promise<DownMessage> {
    return inTime(`an answer to ${message.name}`, (settle) => {
      pending.set(message.id, { message, settle });
      if (tillStates.at(-1)?.state === 'up') wire.send(message);
    });
  }

  function when<T>(what: string, look: () => T | undefined): Promise<T> {
    return inTime(what, (settle) => {
      const watch = (): void => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(watch);
        settle(found);
      };
      watchers.add(watch);
      watch();
    });
  }

  return {
    receive,
    tillStates,
    ready: () =>
      when('the first views', () =>
        tillStates.at(-1)?.state === 'up' && TOPICS.every((topic) => views.has(topic)) ? null : undefined,
      ).then(() => undefined),
    async command<Name extends CommandName>(name: Name, input: CommandInput<Name>, id: string = randomUUID()) {
      const result = await ask({ kind: 'command', id, name, input });
      return (result.kind === 'outcome' ? result.outcome : result) as Outcome<Name> | Failed;
    },
    async query<Name extends QueryName>(name: Name, input: QueryInput<Name>) {
      const result = await ask({ kind: 'query', id: randomUUID(), name, input });
      return (result.kind === 'answer' ? result.answer : result) as QueryAnswer<Name> | Failed;
    },
    raw: (message) =>
      inTime('an answer to a raw message', (settle) => {
        const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
        if (typeof id === 'string' && id.length > 0 && id.length <= 64)
          pending.set(id, { message: message as UpMessage, settle });
        else strays.push(settle);
        wire.send(message as UpMessage);
      }),
    view: <Name extends TopicName>(topic: Name) => views.get(topic) as TopicView<Name>,
    until: <Name extends TopicName>(topic: Name, holds: (view: TopicView<Name>) => boolean) =>
      when(`${topic} as awaited`, () => {
        const view = views.get(topic) as TopicView<Name> | undefined;
        return view !== undefined && holds(view) ? view : undefined;
      }),
    close: wire.close,
  };
}

function inTime<T>(what: string, begin: (settle: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`waited too long for ${what}`)), PATIENCE_MS);
    begin((value) => {
      clearTimeout(late);
      resolve(value);
    });
  });
}
