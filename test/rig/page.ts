/**
 * A page without a screen: it speaks the screen contract as the renderer's link does, keeps the latest views, and after
 * a reconnection subscribes again and sends what was not answered again, under the same ids.
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

/** The till answered that it could not understand, or has a bug. A test that sees it fails. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
}

interface Waiting {
  readonly message: UpMessage;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

type Views = { [Name in TopicName]?: TopicView<Name> };

export class Page {
  readonly #newId: () => string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #topics = new Set<TopicName>();
  readonly #watchers = new Set<() => void>();
  #send: ((message: UpMessage) => void) | undefined;
  views: Views = {};

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** A connection is there: subscriptions and unanswered messages go out (again). */
  connect(send: (message: UpMessage) => void): void {
    this.#send = send;
    for (const topic of this.#topics) send({ kind: 'subscribe', topic });
    for (const waiting of this.#waiting.values()) send(waiting.message);
  }

  disconnect(): void {
    this.#send = undefined;
    this.views = {};
  }

  subscribe(topic: TopicName): void {
    this.#topics.add(topic);
    this.#send?.({ kind: 'subscribe', topic });
  }

  /** Resolves with the outcome; a command that is never answered stays waiting, over reconnections too. */
  command<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    id: string = this.#newId(),
  ): Promise<Outcome<Name>> {
    return this.#ask({ kind: 'command', id, name, input });
  }

  query<Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<QueryAnswer<Name>> {
    return this.#ask({ kind: 'query', id: this.#newId(), name, input });
  }

  /** Resolves as soon as the views satisfy `condition`. */
  async when(condition: (views: Views) => boolean): Promise<void> {
    while (!condition(this.views)) await new Promise<void>((resolve) => this.#watchers.add(resolve));
  }

  receive(message: DownMessage): void {
    if (message.kind === 'view') {
      this.views = { ...this.views, [message.topic]: message.view };
      const woken = [...this.#watchers];
      this.#watchers.clear();
      for (const wake of woken) wake();
    } else if (message.kind === 'outcome' || message.kind === 'answer') {
      const waiting = this.#take(message.id);
      waiting?.resolve((message.kind === 'outcome' ? message.outcome : message.answer) as never);
    } else if (message.kind === 'failed') {
      const failure = new WireFailure(`${message.code}: ${message.detail}`);
      const waiting = message.id === null ? undefined : this.#take(message.id);
      if (waiting === undefined) throw failure;
      waiting.reject(failure);
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #ask<Answer>(message: UpMessage & { readonly id: string }): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(message.id, { message, resolve: resolve as (answer: never) => void, reject });
      this.#send?.(message);
    });
  }
}
