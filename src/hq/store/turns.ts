/**
 * Connections are few and those who want one are many: they wait here, in the order in which they came, each for so long at most.
 * The patient wait behind the others, but for every fourth turn.
 */

export interface Turns {
  /** Whether somebody who comes now has to wait. */
  isFull(): boolean;
  /** How many wait. */
  waiting(): number;
  /** Resolves once it is this one's turn, with what ends it; null where it would take too long. */
  take(isPatient: boolean): Promise<(() => void) | null>;
}

/** So that the patient are served too, however many others come. */
const PATIENT_EVERY = 4;

/** So many turns at once. */
export function openTurns({ places, waitMsMax }: { readonly places: number; readonly waitMsMax: number }): Turns {
  let taken = 0;
  // A set keeps the order and lets go of any of them at once, also of thousands.
  const hurried = new Set<() => void>();
  const patient = new Set<() => void>();
  let turns = 0;

  function next(): (() => void) | undefined {
    turns += 1;
    const [first, second] = turns % PATIENT_EVERY === 0 ? [patient, hurried] : [hurried, patient];
    const queue = first.size > 0 ? first : second;
    const [go] = queue;
    if (go !== undefined) queue.delete(go);
    return go;
  }

  function begin(): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const go = next();
      if (go === undefined) taken -= 1;
      else go();
    };
  }

  return {
    isFull: () => taken >= places,
    waiting: () => hurried.size + patient.size,
    take(isPatient) {
      if (taken < places) {
        taken += 1;
        return Promise.resolve(begin());
      }
      const queue = isPatient ? patient : hurried;
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          queue.delete(go);
          resolve(null);
        }, waitMsMax);
        const go = (): void => {
          clearTimeout(late);
          resolve(begin());
        };
        queue.add(go);
      });
    },
  };
}
