import { useEffect, useState } from 'react';

const ARMED_MS = 4_000;

/** A second press within a moment, for what cannot be taken back. */
export function useSecondPress() {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed]);
  return {
    armed,
    /** True for the press that confirms. */
    press(): boolean {
      setArmed(!armed);
      return armed;
    },
  };
}
