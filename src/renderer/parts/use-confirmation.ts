import { useEffect, useState } from 'react';

/** A second press within this time confirms that the ticket is abandoned. */
const CONFIRM_MS = 4_000;

/** A second press within a moment, instead of a dialog in the way. */
export function useConfirmation() {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [armed]);
  return {
    armed,
    /** True for the press that confirms. */
    press(): boolean {
      setArmed(!armed);
      return armed;
    },
    disarm: () => setArmed(false),
  };
}
