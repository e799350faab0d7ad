/**
 * How many calls are at work at once. Beyond that one is told to come back, which costs nothing: after an outage every till of
 * a chain calls at once, and those that are let in are answered as quickly as ever. Calls that only wait for news are
 * counted apart: they do nothing until there is some. So are those still being sent: a slow line holds up nobody else.
 */
export interface Admission {
  /** Takes a place; false where there is none. */
  enter(kind: Kind): boolean;
  leave(kind: Kind): void;
  count(kind: Kind): number;
}

export type Kind = 'reading' | 'working' | 'waiting';

export interface Places {
  readonly reading: number;
  readonly working: number;
  readonly waiting: number;
}

export function admission(places: Places): Admission {
  const taken = { reading: 0, working: 0, waiting: 0 };
  return {
    enter(kind) {
      if (taken[kind] >= places[kind]) return false;
      taken[kind] += 1;
      return true;
    },
    leave(kind) {
      taken[kind] -= 1;
    },
    count: (kind) => taken[kind],
  };
}

/** What one call takes of the bytes that a node holds for all. */
export interface Share {
  /** Takes so many more; false where there are not so many left. */
  take(bytes: number): boolean;
  /** Gives back all that was taken. */
  end(): void;
}

/** Bytes of bodies that a node holds at once, from their arrival until their call is answered. */
export function byteBudget(bytesMax: number): () => Share {
  let taken = 0;
  return () => {
    let own = 0;
    return {
      take(bytes) {
        if (taken + bytes > bytesMax) return false;
        taken += bytes;
        own += bytes;
        return true;
      },
      end() {
        taken -= own;
        own = 0;
      },
    };
  };
}
