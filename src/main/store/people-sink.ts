/**
 * Takes customers, cards and accounts from headquarters, a few at a time between the turns of the till, and shows a checkpoint
 * whole: until its last part is there nobody sees any of it.
 */
import type { PersonId } from '#base/brand.ts';
import type { Clock } from '#base/clock.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { Store } from './port.ts';
import type { PeopleItem, PeopleWrites } from './receive-people.ts';

/** A scan that comes meanwhile waits for so many: a person is enciphered, the others are one statement. */
const SLICE_ITEMS = 40;

/** Rows of a former snapshot that are forgotten at once. */
const UNNAMED_ROWS = 200;

/** What this sink is, for whoever feeds it (`FeedSink` of the sync engine). */
export interface PeopleSink {
  readonly kinds: readonly ['person', 'card', 'account'];
  apply(items: readonly FeedItem[], at: { readonly hqTimeMs: number }): Promise<void>;
  /** Destroys persons at once; whatever is being received goes on. */
  erase(personIds: readonly PersonId[]): Promise<void>;
  beginSnapshot(): {
    add(items: readonly FeedItem[]): Promise<void>;
    finish(): Promise<void>;
    abandon(): void;
  };
}

/**
 * The sink over one store. `onShown` is told once something is visible, with the customers it is about: the till puts them into
 * its index.
 */
export function peopleSink(options: {
  readonly store: Pick<Store, 'note'>;
  readonly clock: Pick<Clock, 'after' | 'wallMs'>;
  readonly onShown: (personIds: readonly PersonId[]) => void;
}): PeopleSink {
  const { store, clock, onShown } = options;
  // What a killed process left half received is nobody's.
  let hasUnseen = true;
  /** One generation is received at a time: who joins headquarters anew waits for what the former line still takes in. */
  let applying: Promise<unknown> = Promise.resolve();

  function write(work: (people: PeopleWrites) => void): void {
    store.note(({ people }) => work(people));
  }

  /** Between two turns of the till. */
  function turn(work: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      clock.after(0, () => {
        try {
          work();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  async function slices(
    items: readonly PeopleItem[],
    each: (people: PeopleWrites, item: PeopleItem) => void,
  ): Promise<void> {
    for (let from = 0; from < items.length; from += SLICE_ITEMS) {
      const slice = items.slice(from, from + SLICE_ITEMS);
      await turn(() => write((people) => slice.forEach((item) => each(people, item))));
    }
  }

  async function begin(): Promise<number> {
    let generation = 0;
    await turn(() =>
      write((people) => {
        if (hasUnseen) people.forgetUnseen();
        hasUnseen = true;
        generation = people.visible() + 1;
      }),
    );
    return generation;
  }

  async function show(generation: number, isSnapshot: boolean, personIds: readonly PersonId[]): Promise<void> {
    await turn(() => {
      write((people) => people.show(generation, isSnapshot));
      hasUnseen = false;
      onShown(personIds);
    });
  }

  return {
    kinds: ['person', 'card', 'account'],

    apply(all, { hqTimeMs }) {
      const items = latest(all.filter(isOfPeople));
      const taking = async (): Promise<void> => {
        if (items.length === 0) return;
        const generation = await begin();
        await slices(items, (people, item) => people.receive(item, { generation, hqTimeMs }));
        await show(generation, false, personsOf(items));
        await slices(items, (people, item) => people.forgetOlder(item));
      };
      const applied = applying.then(taking);
      applying = applied.catch(() => undefined);
      return applied;
    },

    async erase(personIds) {
      await turn(() => {
        write((people) => personIds.forEach((personId) => people.erase(personId)));
        onShown(personIds);
      });
    },

    beginSnapshot() {
      let generation: number | null = null;
      let isOver = false;
      const named = new Set<PersonId>();
      // Figures of a snapshot are as old as its end, when they are seen for the first time.
      const begun = async (): Promise<number> => {
        await applying;
        return (generation ??= await begin());
      };
      return {
        async add(all) {
          const items = latest(all.filter(isOfPeople));
          const into = await begun();
          for (const personId of personsOf(items)) named.add(personId);
          await slices(items, (people, item) => {
            if (!isOver) people.receive(item, { generation: into, hqTimeMs: clock.wallMs() });
          });
        },
        async finish() {
          const into = await begun();
          if (isOver) return;
          isOver = true;
          await show(into, true, [...named]);
          for (let isMore = true; isMore;)
            await turn(() =>
              write((people) => {
                isMore = people.forgetUnnamed(UNNAMED_ROWS);
              }),
            );
        },
        abandon() {
          isOver = true;
        },
      };
    },
  };
}

function isOfPeople(item: FeedItem): item is PeopleItem {
  return item.kind === 'person' || item.kind === 'card' || item.kind === 'account';
}

/** A thing that comes twice counts as it came last. */
function latest(items: readonly PeopleItem[]): readonly PeopleItem[] {
  return [...new Map(items.map((item) => [`${item.kind} ${item.key}`, item])).values()];
}

function personsOf(items: readonly PeopleItem[]): readonly PersonId[] {
  return items.filter(({ kind }) => kind === 'person').map(({ key }) => key as PersonId);
}
