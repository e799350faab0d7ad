import { useEffect, useState } from 'react';

const PAUSE_MS = 200;

/** What is typed, and what is asked for once typing pauses. */
export function useSearchText(first = '') {
  const [text, setText] = useState(first);
  const [wanted, setWanted] = useState(first);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, wanted, setText };
}
